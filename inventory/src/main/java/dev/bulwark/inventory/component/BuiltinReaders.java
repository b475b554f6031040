package dev.bulwark.inventory.component;

import java.util.List;

/// The readers this module has.
public final class BuiltinReaders {
  private BuiltinReaders() {}

  public static List<ComponentReader> all() {
    return List.of(
        new RequirementsTxt(),
        new PythonLock(),
        new PipfileLock(),
        new PyprojectToml(),
        new SetupCfg(),
        new PackageLockJson(),
        new YarnLock(),
        new PnpmLock(),
        new PomXml(),
        new GradleLock(),
        new CondaFile(),
        new CondaList(),
        new CondaInstalled(),
        new DpkgStatus(),
        new ApkInstalled());
  }
}
