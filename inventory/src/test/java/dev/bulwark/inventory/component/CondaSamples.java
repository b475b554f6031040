package dev.bulwark.inventory.component;

import java.util.List;

/// Files that name packages of conda.
final class CondaSamples {
  private CondaSamples() {}

  static List<Sample> all() {
    return List.of(
        new Sample(
            "environment.yml",
            """
            name: x
            channels: [conda-forge]
            dependencies:
              - python=3.11
              - conda-forge::numpy==1.26.0
              - scipy=1.11.0=py311_0
              - pandas>=2
              - pytorch=*=cuda*
              - libblas[version='>=3,<4', build=*openblas, sha256=aa]
              - conda-forge/linux-64::xz 5.2.6 h166bdaf_0
              - https://repo.anaconda.com/pkgs/main/noarch/pip-23.1-pyh_0.conda
              - __cuda>=12
              - "*[build=x]"
              - numpy >=1 <2
              - pip:
                - --extra-index-url https://example.org/simple
                - torch==2.1.0
                - git+https://example.org/x.git
                - -r requirements.txt
            """,
            """
            4 pkg:conda/python =3.11 DIRECT []
            5 pkg:conda/numpy@1.26.0?channel=conda-forge DIRECT []
            6 pkg:conda/scipy@1.11.0?build=py311_0 DIRECT []
            7 pkg:conda/pandas >=2 DIRECT []
            8 pkg:conda/pytorch * cuda* DIRECT []
            9 pkg:conda/libblas >=3,<4 *openblas DIRECT [sha256:aa]
            10 pkg:conda/xz@5.2.6?build=h166bdaf_0&channel=conda-forge&subdir=linux-64 DIRECT []
            11 pkg:conda/pip@23.1?build=pyh_0&channel=pkgs%2Fmain&subdir=noarch&type=conda DIRECT []
            17 pkg:pypi/torch@2.1.0 DIRECT []
            problem 13
            problem 14
            problem 18
            problem 19
            """),
        new Sample(
            "conda.yaml",
            """
            dependencies:
            - python=3.10.12
            - mamba:
              - numpy
            """,
            """
            2 pkg:conda/python =3.10.12 DIRECT []
            problem 3
            """),
        new Sample(
            "conda-lock.yml",
            """
            version: 1
            package:
              - name: numpy
                version: 1.26.0
                manager: conda
                platform: linux-64
                url: https://conda.anaconda.org/conda-forge/linux-64/numpy-1.26.0-py311h6_0.conda
                hash: {md5: aa, sha256: bb}
              - name: torch
                version: 2.1.0
                manager: pip
                platform: linux-64
            """,
            """
            3 pkg:conda/numpy@1.26.0?build=py311h6_0&channel=conda-forge&subdir=linux-64&type=conda UNKNOWN [md5:aa, sha256:bb]
            9 pkg:pypi/torch@2.1.0 UNKNOWN []
            """),
        new Sample(
            "conda-linux-64.lock",
            """
            # platform: linux-64
            @EXPLICIT
            https://conda.anaconda.org/conda-forge/linux-64/x264-1%21164.3095-h166bdaf_2.tar.bz2#d7c89558ba9fa0495403155b64376d81
            https://me:hunter2@conda.example.org/t/hunter3/ai/noarch/six-1.16.0-pyh_0.conda#sha256:1111111111111111111111111111111111111111111111111111111111111111

            /var/pkgs/local-1.0-0.conda
            https://example.org/six.conda
            https://example.org/six-1.0-0.conda#12
            """,
            """
            3 pkg:conda/x264@1%21164.3095?build=h166bdaf_2&channel=conda-forge&subdir=linux-64&type=tar.bz2 UNKNOWN [md5:d7c89558ba9fa0495403155b64376d81]
            4 pkg:conda/six@1.16.0?build=pyh_0&channel=https:%2F%2Fconda.example.org%2Fai&subdir=noarch&type=conda UNKNOWN [sha256:1111111111111111111111111111111111111111111111111111111111111111]
            6 pkg:conda/local@1.0?build=0&type=conda UNKNOWN []
            problem 7
            problem 8
            """),
        new Sample(
            "spec-file.txt",
            """
            # This file may be used to create an environment using:
            # $ conda create --name <env> --file <this file>
            # platform: linux-64
            numpy=1.26.0=py311h6_0
            torch=2.1.0=pypi_0
            scipy>=1.11
            a 1 b c
            """,
            """
            4 pkg:conda/numpy@1.26.0?build=py311h6_0 UNKNOWN []
            5 pkg:pypi/torch@2.1.0 UNKNOWN []
            6 pkg:conda/scipy >=1.11 UNKNOWN []
            problem 7
            """),
        new Sample(
            "opt/conda/conda-meta/numpy-1.26.0-py311h6_0.json",
            """
            {"name": "numpy", "version": "1.26.0", "build": "py311h6_0", "build_number": 0,
             "channel": "https://conda.anaconda.org/conda-forge/linux-64", "subdir": "linux-64",
             "md5": "aa", "sha256": "bb", "files": ["lib/x"]}
            """,
            """
            1 pkg:conda/numpy@1.26.0?build=py311h6_0&channel=conda-forge&subdir=linux-64 UNKNOWN [md5:aa, sha256:bb]
            """));
  }
}
