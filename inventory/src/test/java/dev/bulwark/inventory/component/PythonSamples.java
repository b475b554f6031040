package dev.bulwark.inventory.component;

import java.util.List;

/// Files that name packages of Python.
final class PythonSamples {
  private PythonSamples() {}

  static List<Sample> all() {
    return List.of(
        new Sample(
            "requirements.txt",
            """
            # a comment
            -i https://example.org/simple
            torch==2.1.0 --hash=sha256:aa \\
                --hash=sha256:bb
            Django>=4,<5 ; python_version > "3.8"   # why
            requests[security] == 2.*
            numpy
            pkg @ https://user:secret@example.org/pkg-1.0.whl#sha256=cc
            git+https://example.org/x.git@abc#egg=Own_Tool
            -e git+ssh://git@example.org/y.git#egg=y
            """,
            """
            3 pkg:pypi/torch@2.1.0 UNKNOWN [sha256:aa, sha256:bb]
            5 pkg:pypi/django >=4,<5 UNKNOWN []
            6 pkg:pypi/requests == 2.* UNKNOWN []
            7 pkg:pypi/numpy * UNKNOWN []
            8 pkg:pypi/pkg?download_url=https:%2F%2Fexample.org%2Fpkg-1.0.whl @ https://example.org/pkg-1.0.whl UNKNOWN [sha256:cc]
            9 pkg:pypi/own-tool?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fx.git%40abc @ git+https://example.org/x.git@abc DIRECT []
            10 pkg:pypi/y?vcs_url=git%2Bssh:%2F%2Fexample.org%2Fy.git @ git+ssh://example.org/y.git DIRECT []
            """),
        new Sample(
            "poetry.lock",
            """
            [[package]]
            name = "attrs"
            version = "23.1.0"
            files = [
                {file = "attrs.whl", hash = "sha256:aa"},
            ]

            [[package]]
            name = "tool"
            version = "0.1"

            [package.source]
            type = "git"
            url = "https://example.org/tool.git"
            resolved_reference = "0123"

            [metadata]
            lock-version = "2.0"
            """,
            """
            1 pkg:pypi/attrs@23.1.0 UNKNOWN [sha256:aa]
            8 pkg:pypi/tool@0.1?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Ftool.git%400123 UNKNOWN []
            """),
        new Sample(
            "uv.lock",
            """
            version = 1

            [[package]]
            name = "app"
            version = "0.1.0"
            source = { editable = "." }
            dependencies = [{ name = "torch" }]

            [[package]]
            name = "torch"
            version = "2.1.0"
            source = { registry = "https://example.org/simple" }
            sdist = { url = "https://example.org/t.tar.gz", hash = "sha256:aa", size = 1 }
            wheels = [{ url = "https://example.org/t.whl", hash = "sha256:bb" }]

            [[package]]
            name = "numpy"
            version = "1.26.0"
            source = { registry = "https://example.org/simple" }
            """,
            """
            9 pkg:pypi/torch@2.1.0 DIRECT [sha256:bb, sha256:aa]
            16 pkg:pypi/numpy@1.26.0 TRANSITIVE []
            """),
        new Sample(
            "pylock.toml",
            """
            lock-version = "1.0"
            created-by = "x"

            [[packages]]
            name = "attrs"
            version = "25.1.0"

            [[packages.wheels]]
            name = "attrs.whl"
            hashes = {sha256 = "aa"}
            """,
            "4 pkg:pypi/attrs@25.1.0 UNKNOWN [sha256:aa]\n"),
        new Sample(
            "Pipfile.lock",
            """
            {"_meta": {"hash": {"sha256": "x"}},
             "default": {"flask": {"hashes": ["sha256:aa"], "version": "==2.0.1"}},
             "develop": {"pytest": {"version": "*"}}}
            """,
            """
            2 pkg:pypi/flask@2.0.1 UNKNOWN [sha256:aa]
            3 pkg:pypi/pytest * UNKNOWN []
            """),
        new Sample(
            "pyproject.toml",
            """
            [build-system]
            requires = ["hatchling"]

            [project]
            name = "app"
            dependencies = [
              "torch==2.1.0",
              "numpy>=1.2",
            ]

            [project.optional-dependencies]
            dev = ["pytest"]

            [dependency-groups]
            lint = ["ruff==0.1.0", {include-group = "x"}]

            [tool.poetry.dependencies]
            python = "^3.11"
            httpx = "^0.24"
            fastapi = {version = "==0.100.0", extras = ["all"]}
            """,
            """
            7 pkg:pypi/torch@2.1.0 DIRECT []
            8 pkg:pypi/numpy >=1.2 DIRECT []
            12 pkg:pypi/pytest * DIRECT []
            15 pkg:pypi/ruff@0.1.0 DIRECT []
            2 pkg:pypi/hatchling * DIRECT []
            19 pkg:pypi/httpx ^0.24 DIRECT []
            20 pkg:pypi/fastapi@0.100.0 DIRECT []
            """),
        new Sample(
            "setup.cfg",
            """
            [metadata]
            name = app

            [options]
            python_requires = >=3.8
            install_requires =
                requests==2.0
                numpy>=1 ; python_version<"4"

            [options.extras_require]
            dev = pytest
            """,
            """
            7 pkg:pypi/requests@2.0 DIRECT []
            8 pkg:pypi/numpy >=1 DIRECT []
            11 pkg:pypi/pytest * DIRECT []
            """));
  }
}
