package dev.bulwark.inventory.component;

import java.util.List;

/// Files that name packages of npm, of Maven and of distributions.
final class OtherSamples {
  private OtherSamples() {}

  static List<Sample> all() {
    return List.of(
        new Sample(
            "package-lock.json",
            """
            {"name": "app", "lockfileVersion": 3, "packages": {
              "": {"dependencies": {"@scope/a": "^1.0.0"}},
              "node_modules/@scope/a": {"version": "1.0.1", "integrity": "sha512-aa"},
              "node_modules/b": {"version": "2.0.0"},
              "node_modules/b/node_modules/c": {"version": "3.0.0"},
              "packages/own": {"version": "0.0.1"},
              "node_modules/own": {"resolved": "packages/own", "link": true}}}
            """,
            """
            3 pkg:npm/%40scope/a@1.0.1 DIRECT [sha512-aa]
            4 pkg:npm/b@2.0.0 TRANSITIVE []
            5 pkg:npm/c@3.0.0 TRANSITIVE []
            """),
        new Sample(
            "npm-shrinkwrap.json",
            """
            {"lockfileVersion": 1, "dependencies": {
              "a": {"version": "1.0.1", "integrity": "sha512-aa",
                    "dependencies": {"b": {"version": "2.0.0"}}},
              "g": {"version": "git+https://example.org/g.git#0123"}}}
            """,
            """
            2 pkg:npm/a@1.0.1 UNKNOWN [sha512-aa]
            3 pkg:npm/b@2.0.0 TRANSITIVE []
            4 pkg:npm/g?vcs_url=git%2Bhttps:%2F%2Fexample.org%2Fg.git%400123 @ git UNKNOWN []
            """),
        new Sample(
            "yarn.lock",
            """
            # yarn lockfile v1


            "@babel/core@^7.0.0", "@babel/core@^7.1.0":
              version "7.2.0"
              resolved "https://example.org/core.tgz#0123456789012345678901234567890123456789"
              integrity sha512-aa==

            left-pad@1.x:
              version "1.3.0"
            """,
            """
            4 pkg:npm/%40babel/core@7.2.0 UNKNOWN [sha1:0123456789012345678901234567890123456789, sha512-aa==]
            9 pkg:npm/left-pad@1.3.0 UNKNOWN []
            """),
        new Sample(
            "pnpm-lock.yaml",
            """
            lockfileVersion: '9.0'
            importers:
              .:
                dependencies:
                  react:
                    specifier: ^18.0.0
                    version: 18.2.0
            packages:
              react@18.2.0:
                resolution: {integrity: sha512-aa}
              '@types/node@20.1.0(x@1)':
                resolution: {integrity: sha512-bb}
            """,
            """
            9 pkg:npm/react@18.2.0 DIRECT [sha512-aa]
            11 pkg:npm/%40types/node@20.1.0 TRANSITIVE [sha512-bb]
            """),
        new Sample(
            "pom.xml",
            """
            <project>
              <groupId>g</groupId><version>1.0</version>
              <properties><jackson>2.17.0</jackson><same>${jackson}</same></properties>
              <dependencyManagement><dependencies>
                <dependency><groupId>m</groupId><artifactId>managed</artifactId><version>3</version></dependency>
                <dependency><groupId>b</groupId><artifactId>bom</artifactId><version>4</version><type>pom</type><scope>import</scope></dependency>
              </dependencies></dependencyManagement>
              <dependencies>
                <dependency><groupId>j</groupId><artifactId>core</artifactId><version>${same}</version>
                  <exclusions><exclusion><groupId>x</groupId><artifactId>y</artifactId></exclusion></exclusions>
                </dependency>
                <dependency><groupId>m</groupId><artifactId>managed</artifactId></dependency>
                <dependency><groupId>p</groupId><artifactId>parents</artifactId></dependency>
                <dependency><groupId>r</groupId><artifactId>range</artifactId><version>[1,2)</version></dependency>
              </dependencies>
            </project>
            """,
            """
            6 pkg:maven/b/bom@4 DIRECT []
            9 pkg:maven/j/core@2.17.0 DIRECT []
            12 pkg:maven/m/managed@3 DIRECT []
            13 pkg:maven/p/parents * DIRECT []
            14 pkg:maven/r/range [1,2) DIRECT []
            """),
        new Sample(
            "gradle.lockfile",
            "# comment\ng.h:i:1.0=compileClasspath\nempty=annotationProcessor\n",
            "2 pkg:maven/g.h/i@1.0 UNKNOWN []\n"),
        new Sample(
            "rootfs/var/lib/dpkg/status",
            """
            Package: curl
            Status: install ok installed
            Architecture: amd64
            Version: 7.88.1-10+deb12u5
            Description: words
             more words

            Package: gone
            Status: deinstall ok config-files
            Version: 1
            """,
            "1 pkg:deb/debian/curl@7.88.1-10%2Bdeb12u5?arch=amd64 UNKNOWN []\n"),
        new Sample(
            "lib/apk/db/installed",
            "C:Q1aa=\nP:busybox\nV:1.36.1-r5\nA:x86_64\n\nP:musl\nV:1.2.4-r2\n",
            """
            1 pkg:apk/alpine/busybox@1.36.1-r5?arch=x86_64 UNKNOWN [apk-Q1aa=]
            6 pkg:apk/alpine/musl@1.2.4-r2 UNKNOWN []
            """));
  }
}
