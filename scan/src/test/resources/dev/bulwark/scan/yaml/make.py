"""Writes the YAML files beside this one with PyYAML's own dumper (yaml.dump, which writes tags of Python)."""
import argparse, collections, os, pathlib, subprocess, yaml

def write(name, value, **options):
    with open(pathlib.Path(__file__).parent / name, "w") as out:
        yaml.dump(value, out, **options)

class Runs:
    def __init__(self, call, *args):
        self.call, self.args = call, args
    def __reduce__(self):
        return self.call, self.args

write("hparams.yaml", argparse.Namespace(lr=0.1, layers=[1, 2, 3], order=collections.OrderedDict(a=1), pair=(1, "x"), path=pathlib.PurePosixPath("a/b")))
write("system.yaml", {"model": Runs(os.system, "id")})
write("popen.yaml", [Runs(subprocess.Popen, ["id"])])
shared = {"_target_": "torch.nn.Linear", "in_features": 8, "out_features": 2}
write("anchors.yaml", {"one": shared, "two": shared, "name": "düsenjäger"}, allow_unicode=True)
