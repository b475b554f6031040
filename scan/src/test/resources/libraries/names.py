#!/usr/bin/env python3
"""Prints the part of the pickle policy that is lists of classes of installed libraries.

Run by hand: names.py > ../../../main/resources/dev/bulwark/scan/pickle/pickle-libraries.tsv
What newer versions have besides is in newer.tsv, which says where each name was read.
"""
import importlib
import inspect
import pathlib
import pkgutil
import sys
import warnings

warnings.filterwarnings("ignore")
LEFT_OUT = ("test", "conftest", "estimator_checks", "_mocking", "externals", "setup", "_build_utils", "experimental", "__main__")
lines = {}


def modules(package):
    root = importlib.import_module(package)
    yield root
    for info in pkgutil.walk_packages(getattr(root, "__path__", []), package + ".", lambda _: None):
        if not any(part.startswith(LEFT_OUT) or part.strip("_").startswith(LEFT_OUT) for part in info.name.split(".")):
            try:
                yield importlib.import_module(info.name)
            except Exception:
                pass


def add(role, module, name):
    lines.setdefault((role, module), set()).add(name)


def classes(packages, wanted, role="make"):
    for package in packages:
        for module in modules(package):
            for name, value in vars(module).items():
                if isinstance(value, type) and value.__module__ == module.__name__ and value.__qualname__ == name and wanted(value):
                    add(role, module.__name__, name)


def numpy_():
    import numpy as np
    for module in ("numpy.core._multiarray_umath", "numpy._core._multiarray_umath"):
        for name in dir(np):
            if isinstance(getattr(np, name), np.ufunc):
                add("inert", module, name)
    for name, value in vars(np).items():
        if isinstance(value, np.ufunc):
            add("inert", "numpy", name)
    for kind in ("chebyshev Chebyshev", "hermite Hermite", "hermite_e HermiteE", "laguerre Laguerre", "legendre Legendre", "polynomial Polynomial"):
        module, name = kind.split()
        add("make", "numpy.polynomial." + module, name)


def scipy_():
    import numpy as np
    import scipy.special
    from scipy.stats import _distn_infrastructure as infrastructure
    for name, value in vars(scipy.special).items():
        if isinstance(value, np.ufunc):
            add("inert", "scipy.special._ufuncs", name)
    classes(["scipy.stats._continuous_distns", "scipy.stats._discrete_distns", "scipy.stats._distn_infrastructure", "scipy.stats._levy_stable"],
            lambda c: issubclass(c, infrastructure.rv_generic), "written")
    classes(["scipy.stats._multivariate", "scipy.stats._covariance", "scipy.stats._kde"], lambda c: not issubclass(c, BaseException))
    classes(["scipy.interpolate._cubic", "scipy.interpolate._bsplines", "scipy.interpolate._fitpack2", "scipy.interpolate._rgi",
             "scipy.interpolate._rbfinterp", "scipy.interpolate._rbf", "scipy.interpolate._polyint", "scipy.interpolate._interpolate",
             "scipy.interpolate._ndgriddata", "scipy.interpolate.interpnd", "scipy.sparse._arrays", "scipy.spatial._qhull",
             "scipy.spatial.transform._rotation", "scipy.spatial._kdtree", "scipy.spatial._ckdtree"],
            lambda c: not issubclass(c, BaseException))


def sklearn_():
    from sklearn.base import BaseEstimator
    from sklearn.gaussian_process import kernels
    from sklearn.model_selection import BaseCrossValidator
    from sklearn.model_selection import _split
    bases = (BaseEstimator, kernels.Kernel, BaseCrossValidator, _split.BaseShuffleSplit, _split._RepeatedSplits)
    classes(["sklearn"], lambda c: issubclass(c, bases))
    whole = ["sklearn._loss.loss", "sklearn._loss._loss", "sklearn._loss.link", "sklearn.metrics._dist_metrics", "sklearn.linear_model._sgd_fast",
             "sklearn.linear_model._linear_loss", "sklearn.ensemble._gb_losses", "sklearn.neural_network._stochastic_optimizers", "sklearn.metrics._scorer",
             "sklearn.neighbors._kd_tree", "sklearn.neighbors._ball_tree", "sklearn.cluster._birch", "sklearn.cluster._bisect_k_means"]
    classes(whole, lambda c: not issubclass(c, BaseException))
    for package in ("sklearn._loss._loss", "sklearn.linear_model._sgd_fast"):
        for name in vars(importlib.import_module(package)):
            if name.startswith("__pyx_unpickle_") and not name.endswith("Enum"):
                add("rebuild", package, name)
    add("inert", "sklearn.cluster._kmeans", "_kmeans_single_lloyd")
    add("inert", "sklearn.cluster._kmeans", "_kmeans_single_elkan")
    add("inert", "sklearn.metrics._scorer", "_passthrough_scorer")
    add("make", "sklearn.model_selection._search", "ParameterSampler")
    from sklearn import metrics
    for name in metrics.__all__:
        value = getattr(metrics, name)
        if inspect.isfunction(value) and not name.startswith(("plot", "get_scorer", "make_scorer")):
            add("inert", value.__module__, name)


def pandas_():
    import pandas as pd
    from pandas.api.extensions import ExtensionArray, ExtensionDtype
    from pandas.tseries.offsets import BaseOffset
    classes(["pandas.core.indexes", "pandas.core.arrays", "pandas.core.dtypes"], lambda c: issubclass(c, (pd.Index, ExtensionArray, ExtensionDtype)))
    classes(["pandas._libs.tslibs.offsets"], lambda c: issubclass(c, BaseOffset))
    classes(["pandas._libs.sparse"], lambda c: not issubclass(c, BaseException))


def torch_():
    import torch
    from torch import nn
    classes(["torch.nn.modules", "torch.ao.nn", "torch.nn.quantized", "torch.nn.qat", "torch.nn.intrinsic", "torch.nn.quantizable"],
            lambda c: issubclass(c, nn.Module))
    classes(["torch.optim"], lambda c: issubclass(c, torch.optim.Optimizer) and not c.__module__.startswith("torch.optim._multi"))
    for name, value in vars(torch.optim.lr_scheduler).items():
        if isinstance(value, type) and value.__module__ == "torch.optim.lr_scheduler" and not issubclass(value, (BaseException, tuple)):
            add("make", value.__module__, name)


def newer():
    for line in (pathlib.Path(__file__).parent / "newer.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            role, modules_, names = line.split("\t")
            for module in modules_.split():
                for name in names.split():
                    add(role, module, name)


def versions():
    import numpy, pandas, scipy, sklearn, torch
    return ", ".join(f"{m.__name__} {m.__version__.split('+')[0]}" for m in (numpy, pandas, scipy, sklearn, torch))


for step in (numpy_, scipy_, sklearn_, pandas_, torch_, newer):
    step()
print("# Written by libraries/names.py from", versions(), "and newer.tsv. The form is that of pickle-policy.tsv.")
for (role, module), names in sorted(lines.items()):
    print(role, module, " ".join(sorted(names)), *(("class int any?", "0") if role == "rebuild" else ()), sep="\t")
