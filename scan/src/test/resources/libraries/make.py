#!/usr/bin/env python3
"""Writes what honest programs save, one zip per library, beside this file.

Run by hand with a Python that has the libraries; the zips are checked in, and README.md names the
versions that wrote them. Every file inside is a file its library made; the zip only keeps many
small files together. Names end in what the file is.
"""
import array
import collections
import datetime
import decimal
import enum
import fractions
import io
import ipaddress
import operator
import os
import pathlib
import pickle
import random
import re
import string
import sys
import time
import types
import uuid
import warnings
import zipfile
import zoneinfo

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
ALL = range(6)
SOME = (0, 2, 4, 5)


class Out:
    def __init__(self, library):
        self.path = HERE / (library + ".zip")
        self.files = {}
        self.skipped = []

    def add(self, name, data):
        self.files[name] = bytes(data)

    def pickles(self, name, value, protocols=ALL):
        for protocol in protocols:
            try:
                self.add(f"{name}.p{protocol}.pkl", pickle.dumps(value, protocol))
            except Exception as e:  # not every type can be written in every protocol
                self.skipped.append(f"{name} {protocol}: {type(e).__name__}")

    def close(self):
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
            for name in sorted(self.files):
                out.writestr(
                    zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), self.files[name],
                    zipfile.ZIP_DEFLATED, 9)
        print(self.path.name, len(self.files), "files", self.path.stat().st_size, "bytes;",
              len(self.skipped), "skipped", self.skipped[:8])


def python():
    out = Out("python")
    shared = [1, 2]
    values = {
        "none": None, "ints": [0, -1, 255, 2**31, 2**70, -2**70], "floats": [0.5, -0.0, 1e300],
        "text": ["a", "é€", "line\n", "\udc80"], "bytes": [b"", b"\0\xff" * 10, bytearray(b"abc")],
        "nested": {"a": [(1, (2, (3,)))], "b": {1: {2: {3: {}}}}}, "shared": [shared, shared],
        "set": {1, 2}, "frozenset": frozenset([1]), "complex": 1j, "range": range(3),
        "slice": slice(1, 2), "ellipsis": ..., "notimplemented": NotImplemented,
        "datetime": datetime.datetime(2026, 1, 2, 3, 4, 5, 6),
        "aware": datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc),
        "offset": datetime.timezone(datetime.timedelta(hours=2), "X"),
        "date": datetime.date(2026, 1, 2), "time": datetime.time(1, 2), "delta": datetime.timedelta(3),
        "zone": zoneinfo.ZoneInfo("UTC"), "decimal": decimal.Decimal("1.50"),
        "fraction": fractions.Fraction(1, 3), "uuid": uuid.UUID(int=5),
        "paths": [pathlib.PurePosixPath("/a/b"), pathlib.PureWindowsPath("c:/x"), pathlib.Path("m")],
        "ordered": collections.OrderedDict(a=1), "default": collections.defaultdict(list, a=[1]),
        "default int": collections.defaultdict(int), "counter": collections.Counter("aab"),
        "deque": collections.deque([1, 2], 5), "chain": collections.ChainMap({"a": 1}, {}),
        "user dict": collections.UserDict(a=1), "user list": collections.UserList([1]),
        "user string": collections.UserString("a"),
        "namespace": types.SimpleNamespace(a=1, b=[2]), "array": array.array("d", [1.0, 2.0]),
        "random": random.Random(1), "regex": re.compile("a+", re.I), "flags": re.I | re.M,
        "struct time": time.gmtime(0), "template": string.Template("$a"),
        "addresses": [ipaddress.ip_address("10.0.0.1"), ipaddress.ip_network("10.0.0.0/8"),
                      ipaddress.ip_address("::1"), ipaddress.ip_interface("10.0.0.1/8")],
        "types": [int, str, dict, type(None), object, list], "functions": [len, sum, max],
        "itemgetter": operator.itemgetter(1), "exception": ValueError("bad", 3),
        "key error": KeyError("k"), "os error": FileNotFoundError(2, "none", "f"),
        "status": __import__("http").HTTPStatus.OK,
        "words": {"eval": "exec", "os": "system", "__reduce__": "import os; os.system('x')"},
    }
    for name, value in values.items():
        out.pickles(name, value)
    out.add("two.pkl", pickle.dumps(1) + pickle.dumps([2]))
    out.close()


def numpy_():
    import numpy as np
    out = Out("numpy")
    kinds = {
        "bool": np.array([True, False]), "int8": np.array([1, 2], np.int8), "int64": np.arange(5),
        "uint16": np.arange(3, dtype=np.uint16), "float16": np.ones(3, np.float16),
        "float64": np.linspace(0, 1, 5), "longdouble": np.ones(2, np.longdouble),
        "complex": np.array([1j]), "big endian": np.arange(3, dtype=">i4"),
        "text": np.array(["a", "bc"]), "bytes": np.array([b"a", b"bc"]),
        "object": np.array([1, "a", None, [2]], object), "datetime": np.array(["2026-01-01"], "M8[D]"),
        "delta": np.array([3], "m8[s]"), "void": np.zeros(2, "V4"),
        "structured": np.array([("a", 1, 2.0)], [("n", "U5"), ("i", "i4"), ("w", "f8")]),
        "sub array": np.zeros(2, [("m", "f4", (2, 2))]), "aligned": np.zeros(1, np.dtype([("a", "i1"), ("b", "f8")], align=True)),
        "record": np.rec.array([(1, 2.0)], names="a,b"), "zero d": np.array(3.0), "empty": np.zeros((0, 3)),
        "fortran": np.asfortranarray(np.arange(6).reshape(2, 3)), "slice": np.arange(10)[::2],
        "masked": np.ma.array([1, 2], mask=[True, False]), "matrix": np.matrix([[1, 2]]),
        "scalars": [np.float64(1), np.int32(2), np.bool_(True), np.str_("a"), np.bytes_(b"a"),
                    np.datetime64("2026-01-01"), np.complex64(1), np.float32("nan")],
        "dtypes": [np.dtype("f8"), np.dtype("U3"), np.dtype([("a", "i4")]), np.float32, np.int64],
        "ufuncs": [np.add, np.exp, np.maximum], "functions": [np.mean, np.median],
        "random state": np.random.RandomState(1), "generator": np.random.default_rng(1),
        "philox": np.random.Generator(np.random.Philox(1)), "mt19937": np.random.MT19937(2),
        "sfc64": np.random.SFC64(2), "seeds": np.random.SeedSequence(3),
        "polynomial": np.polynomial.Polynomial([1, 2]), "chebyshev": np.polynomial.Chebyshev([1, 2]),
        "legendre": np.polynomial.Legendre([1]), "hermite": np.polynomial.Hermite([1]),
        "laguerre": np.polynomial.Laguerre([1]), "poly1d": np.poly1d([1, 2]),
        "dict": {"w": np.ones((2, 2)), "b": np.zeros(2)},
    }
    for name, value in kinds.items():
        out.pickles(name, value)
        if isinstance(value, np.ndarray) and type(value) is np.ndarray:
            buffer = io.BytesIO()
            np.save(buffer, value)
            out.add(name + ".npy", buffer.getvalue())
    for name, save in (("stored", np.savez), ("compressed", np.savez_compressed)):
        buffer = io.BytesIO()
        save(buffer, a=np.arange(3), b=kinds["object"], c=kinds["structured"])
        out.add(name + ".npz", buffer.getvalue())
    out.close()


def scipy_():
    import numpy as np
    import scipy.interpolate
    import scipy.optimize
    import scipy.sparse as sparse
    import scipy.spatial
    import scipy.spatial.transform
    import scipy.stats
    out = Out("scipy")
    eye = sparse.eye(3)
    for kind in "csr csc coo bsr dia dok lil".split():
        out.pickles(kind, eye.asformat(kind))
        if hasattr(sparse, kind + "_array"):
            out.pickles(kind + " array", getattr(sparse, kind + "_array")(eye))
    x = np.linspace(0, 1, 8)
    more = {
        "kd tree": scipy.spatial.KDTree(np.random.RandomState(0).rand(8, 2)),
        "ckd tree": scipy.spatial.cKDTree(np.random.RandomState(0).rand(8, 2)),
        "rotation": scipy.spatial.transform.Rotation.from_euler("x", 1),
        "ppoly": scipy.interpolate.CubicSpline(x, x), "bspline": scipy.interpolate.make_interp_spline(x, x),
        "akima": scipy.interpolate.Akima1DInterpolator(x, x), "pchip": scipy.interpolate.PchipInterpolator(x, x),
        "spline": scipy.interpolate.UnivariateSpline(x, x), "interp": scipy.interpolate.interp1d(x, x),
        "cubic": scipy.interpolate.interp1d(x, x, "cubic"), "nearest": scipy.interpolate.interp1d(x, x, "nearest"),
        "grid": scipy.interpolate.RegularGridInterpolator((x,), x),
        "rbf": scipy.interpolate.RBFInterpolator(x[:, None], x),
        "linear nd": scipy.interpolate.LinearNDInterpolator([[0, 0], [0, 1], [1, 0.]], [1, 2, 3.]),
        "result": scipy.optimize.minimize(lambda v: (v ** 2).sum(), [1.0], method="nelder-mead"),
        "frozen": scipy.stats.norm(1, 2), "uniform": scipy.stats.uniform(0, 1),
        "randint": scipy.stats.randint(1, 5), "loguniform": scipy.stats.loguniform(1, 2),
        "kde": scipy.stats.gaussian_kde(x), "multivariate": scipy.stats.multivariate_normal([0, 0]),
    }
    for name in "beta chi2 expon gamma laplace lognorm pareto t triang weibull_min binom geom poisson".split():
        more["distribution " + name] = getattr(scipy.stats, name)
    for name, value in more.items():
        out.pickles(name, value, (4,) if name.startswith("distribution") else SOME)
    for fmt in ("csr", "coo"):
        buffer = io.BytesIO()
        sparse.save_npz(buffer, eye.asformat(fmt))
        out.add(fmt + ".npz", buffer.getvalue())
    out.close()


def pandas_():
    import numpy as np
    import pandas as pd
    out = Out("pandas")
    days = pd.date_range("2026-01-01", periods=4)
    columns = {
        "int": [1, 2, 3, 4], "float": [1.0, None, 3, 4], "text": list("abcd"), "bool": [True, False] * 2,
        "when": days, "zoned": days.tz_localize("UTC"), "berlin": days.tz_localize("Europe/Berlin"),
        "delta": pd.to_timedelta([1, 2, 3, 4], "h"), "category": pd.Categorical(list("abab")),
        "ordered": pd.Categorical(list("abab"), ordered=True), "period": pd.period_range("2026", periods=4, freq="M"),
        "interval": pd.interval_range(0, 4), "Int64": pd.array([1, None, 3, 4], "Int64"),
        "UInt8": pd.array([1, None, 3, 4], "UInt8"), "Float32": pd.array([1, None, 3, 4], "Float32"),
        "boolean": pd.array([True, None, False, True], "boolean"), "string": pd.array(["a", None, "b", "c"], "string"),
        "sparse": pd.arrays.SparseArray([0, 0, 1, 0]), "object": [1, "a", None, [2]],
    }
    for name, values in columns.items():
        out.pickles("column " + name, pd.DataFrame({name: values}))
        out.pickles("series " + name, pd.Series(values, name=name), (2, 5))
        if hasattr(values, "dtype") or name != "object":
            out.pickles("array " + name, values if hasattr(values, "dtype") else pd.array(values), (2, 4))
        try:
            out.pickles("index " + name, pd.Index(values), (2, 3, 5))
        except Exception as e:
            out.skipped.append("index " + name)
    frame = pd.DataFrame({k: v for k, v in columns.items() if k != "object"})
    more = {
        "frame": frame, "empty": pd.DataFrame(), "multi": frame[["int", "text", "float"]].set_index(["int", "text"]),
        "range": pd.RangeIndex(5), "multi index": pd.MultiIndex.from_product([[1, 2], list("ab")]),
        "multi columns": pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])),
        "stamp": pd.Timestamp("2026-01-01 10:00", tz="UTC"), "period": pd.Period("2026-01", "M"), "timedelta": pd.Timedelta("1h"),
        "nat": pd.NaT, "na": pd.NA, "interval": pd.Interval(0, 1), "dtypes": frame.dtypes,
        "describe": frame[["int", "float", "text"]].describe(include="all"), "dict": {"frame": frame[["int"]], "mean": frame["int"].mean()},
        "offsets": [pd.offsets.Day(2), pd.offsets.MonthEnd(), pd.offsets.BDay(), pd.offsets.Week(weekday=1), pd.DateOffset(months=1),
                    pd.offsets.QuarterEnd(), pd.offsets.YearBegin(), pd.offsets.Hour(3)],
        "business": pd.date_range("2026-01-01", periods=3, freq="B"), "monthly": pd.date_range("2026-01-01", periods=3, freq="M"),
        "grouped": frame.groupby("text")["int"].sum(), "timestamps": [pd.Timestamp("2026-01-01"), None],
    }
    for name, value in more.items():
        out.pickles(name, value)
    frame.to_pickle(HERE / "x.pkl")
    out.add("to_pickle.pkl", (HERE / "x.pkl").read_bytes())
    os.remove(HERE / "x.pkl")
    out.close()


def estimators():
    """Every estimator of scikit-learn that can be fitted on next to nothing."""
    import numpy as np
    from sklearn.base import clone
    from sklearn.linear_model import LinearRegression, LogisticRegression
    from sklearn.utils import all_estimators
    rows = np.random.RandomState(0).rand(18, 3)
    classes = np.arange(18) % 3
    target = rows.sum(axis=1)
    small = dict(n_estimators=2, max_iter=5, n_components=2, n_clusters=2, cv=2, max_depth=2, max_leaf_nodes=3,
                 hidden_layer_sizes=(3,), n_neighbors=4, n_init=1, n_quantiles=5, n_subsets=2, max_subpopulation=10, random_state=0, batch_size=10)
    special = {
        "MultiTaskLasso": (rows, rows[:, :2]), "MultiTaskElasticNet": (rows, rows[:, :2]),
        "MultiTaskLassoCV": (rows, rows[:, :2]), "MultiTaskElasticNetCV": (rows, rows[:, :2]),
        "MultiOutputClassifier": (rows, np.c_[classes, classes]), "ClassifierChain": (rows, np.c_[classes % 2, classes % 2]),
        "MultiOutputRegressor": (rows, rows[:, :2]), "RegressorChain": (rows, rows[:, :2]),
        "PLSCanonical": (rows, rows[:, :2]), "CCA": (rows, rows[:, :2]), "PLSSVD": (rows, rows[:, :2]),
        "IsotonicRegression": (rows[:, 0], target), "LabelEncoder": (classes,), "LabelBinarizer": (classes,),
        "MultiLabelBinarizer": ([[1, 2], [2]],), "CountVectorizer": (["a model file", "of words"],),
        "TfidfVectorizer": (["a model file", "of words"],), "HashingVectorizer": (["a model"],),
        "DictVectorizer": ([{"a": 1, "b": "x"}],), "FeatureHasher": ([{"a": 1}],), "KernelCenterer": (rows @ rows.T,), "SpectralBiclustering": (rows,), "PatchExtractor": (np.random.RandomState(0).rand(2, 8, 8),),
    }
    made = {}
    for name, kind in all_estimators():
        for base in (None, LogisticRegression(max_iter=20), LinearRegression()):
            try:
                if base is None:
                    model = kind()
                elif name in ("VotingClassifier", "VotingRegressor", "StackingClassifier", "StackingRegressor"):
                    model = kind([("a", clone(base))])
                elif name == "Pipeline":
                    model = kind([("a", base)])
                elif name == "FeatureUnion":
                    from sklearn.decomposition import PCA
                    model = kind([("a", PCA(2))])
                elif name == "ColumnTransformer":
                    from sklearn.preprocessing import StandardScaler
                    model = kind([("a", StandardScaler(), [0, 1])], remainder="passthrough")
                elif name in ("GridSearchCV", "HalvingGridSearchCV"):
                    model = kind(base, {"fit_intercept": [True, False]})
                elif name in ("RandomizedSearchCV", "HalvingRandomSearchCV"):
                    model = kind(base, {"fit_intercept": [True, False]}, n_iter=2) if name[0] == "R" else kind(base, {"fit_intercept": [True, False]})
                elif name == "SelectKBest":
                    model = kind(k=2)
                elif name == "TSNE":
                    model = kind(perplexity=3, n_iter=250)
                elif name == "SpectralBiclustering":
                    model = kind(2)
                elif name == "SparseCoder":
                    model = kind(rows[:, :3])
                else:
                    model = kind(base)
                known = model.get_params(deep=False)
                model.set_params(**{k: v for k, v in small.items() if k in known and not (k == "max_iter" and known[k] is None)})
                if name in special:
                    model.fit(*special[name])
                else:
                    try:
                        model.fit(rows, classes)
                    except Exception:
                        model.fit(rows, target)
                made[name] = model
                break
            except Exception:
                continue
        else:
            print("  not fitted:", name)
    return made


def sklearn_():
    import joblib
    import numpy as np
    import pandas as pd
    from scipy.stats import loguniform, randint
    from sklearn import metrics, model_selection
    from sklearn.compose import ColumnTransformer, make_column_selector
    from sklearn.gaussian_process import GaussianProcessClassifier, GaussianProcessRegressor, kernels
    from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor, HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from sklearn.feature_selection import SelectKBest, mutual_info_classif
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression, SGDClassifier
    from sklearn.neighbors import BallTree, KDTree, KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
    out = Out("sklearn")
    made = estimators()
    for i, (name, model) in enumerate(sorted(made.items())):
        out.pickles(name, model, (2, 5) if i % 8 else ALL)
        if i % 4 == 0:
            buffer = io.BytesIO()
            joblib.dump(model, buffer)
            out.add(name + ".joblib", buffer.getvalue())
    print("  fitted", len(made))
    rows = np.random.RandomState(0).rand(18, 3)
    classes = np.arange(18) % 3
    target = rows.sum(axis=1)
    frame = pd.DataFrame({"n": rows[:, 0], "m": rows[:, 1], "c": list("abc") * 6})
    columns = ColumnTransformer([
        ("num", make_pipeline(SimpleImputer(), StandardScaler()), ["n", "m"]),
        ("cat", OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_include=object))])
    more = {
        "pipeline": make_pipeline(columns, LogisticRegression(max_iter=20)).fit(frame, classes),
        "select": make_pipeline(SelectKBest(mutual_info_classif, k=2), LogisticRegression()).fit(rows, classes),
        "log1p": FunctionTransformer(np.log1p, np.expm1).fit(rows),
        "search": model_selection.RandomizedSearchCV(LogisticRegression(), {"C": loguniform(0.1, 1)}, n_iter=2, cv=2, scoring="f1_macro").fit(rows, classes),
        "scorer": metrics.make_scorer(metrics.fbeta_score, beta=2), "scorers": [metrics.get_scorer(n) for n in ("accuracy", "r2", "roc_auc", "neg_log_loss")],
        "balls": BallTree(rows), "kd": KDTree(rows), "haversine": BallTree(rows[:, :2], metric="haversine"),
        "bunch": __import__("sklearn.datasets").datasets.load_wine(),
    }
    for loss in ("hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron", "squared_error", "huber", "epsilon_insensitive", "squared_epsilon_insensitive"):
        more["sgd " + loss] = SGDClassifier(loss=loss, max_iter=5).fit(rows, classes)
    for loss in ("squared_error", "absolute_error", "huber", "quantile"):
        more["gb " + loss] = GradientBoostingRegressor(loss=loss, n_estimators=2).fit(rows, target)
    more["gb exponential"] = GradientBoostingClassifier(loss="exponential", n_estimators=2).fit(rows, classes % 2)
    more["gb two"] = GradientBoostingClassifier(n_estimators=2).fit(rows, classes % 2)
    for loss in ("squared_error", "absolute_error", "poisson", "quantile"):
        more["hist " + loss] = HistGradientBoostingRegressor(loss=loss, max_iter=2, quantile=0.5).fit(rows, target)
    more["hist two"] = HistGradientBoostingClassifier(max_iter=2).fit(rows, classes % 2)
    for metric in ("manhattan", "chebyshev", "minkowski", "hamming", "canberra", "braycurtis", "cosine", "jaccard"):
        more["neighbours " + metric] = KNeighborsClassifier(metric=metric).fit(rows, classes)
    for kernel in (kernels.RBF(), kernels.Matern(), kernels.RationalQuadratic(), kernels.ExpSineSquared(), kernels.DotProduct(),
                   kernels.ConstantKernel() * kernels.RBF() + kernels.WhiteKernel(), kernels.RBF() ** 2, kernels.PairwiseKernel(), kernels.CompoundKernel([kernels.RBF()])):
        name = type(kernel).__name__
        if name != "CompoundKernel":
            more["gp " + name] = GaussianProcessRegressor(kernel, alpha=50.0, optimizer=None).fit(rows, target)
    more["gpc"] = GaussianProcessClassifier(kernels.RBF(), optimizer=None).fit(rows, classes)
    for name in model_selection.__all__:
        kind = getattr(model_selection, name)
        if isinstance(kind, type) and name not in ("BaseCrossValidator", "BaseShuffleSplit"):
            for arguments in ((), (2,), ({"a": [1]},), ({"a": [1]}, 1), ([0, 1],)):
                try:
                    more["split " + name] = kind(*arguments)
                    break
                except Exception:
                    continue
    for name, value in more.items():
        out.pickles(name, value, (2, 5))
    out.close()


def joblib_():
    import joblib
    import numpy as np
    import pandas as pd
    from sklearn.ensemble import RandomForestClassifier
    out = Out("joblib")
    rows = np.random.RandomState(0).rand(18, 3)
    values = {
        "array": np.arange(20.0), "fortran": np.asfortranarray(np.ones((3, 4))), "object": np.array([1, "a", None], object),
        "dict": {"w": np.ones((3, 3)), "b": np.zeros(3, np.float32), "name": "m"}, "frame": pd.DataFrame({"a": [1.0, 2], "b": list("xy")}),
        "forest": RandomForestClassifier(n_estimators=2, max_depth=2).fit(rows, np.arange(18) % 2), "masked": np.ma.array([1.0, 2], mask=[0, 1]),
        "list": [np.int64(3), "text", np.array(["a", "b"])], "text": "only text", "empty": np.zeros(0), "big endian": np.arange(3, dtype=">f8"),
    }
    for name, value in values.items():
        for protocol in (2, 3, 4, 5):
            buffer = io.BytesIO()
            joblib.dump(value, buffer, protocol=protocol)
            out.add(f"{name}.p{protocol}.joblib", buffer.getvalue())
        for method in ("zlib", "gzip", "bz2", "lzma", "xz", "lz4"):
            try:
                path = HERE / ("x." + method)
                joblib.dump(value, path, compress=(method, 3))
                out.add(f"compressed/{name}.{method}.joblib", path.read_bytes())
            except Exception as e:
                out.skipped.append(f"{name} {method}: {e}")
            finally:
                path.unlink(missing_ok=True)
    out.close()


def torch_():
    import torch
    from torch import nn
    out = Out("torch")

    def save(name, value):
        for kind, new in (("zip", True), ("legacy", False)):
            buffer = io.BytesIO()
            try:
                torch.save(value, buffer, _use_new_zipfile_serialization=new)
                out.add(f"{name}.{kind}.pt", buffer.getvalue())
            except Exception as e:
                out.skipped.append(f"{name} {kind}: {type(e).__name__} {e}")
        out.pickles(name, value, (2, 4))

    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Dropout(), nn.BatchNorm1d(4), nn.Linear(4, 2))
    loss = model(torch.rand(5, 3)).sum()
    loss.backward()
    for dtype in (torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int8, torch.uint8, torch.int16, torch.int32,
                  torch.int64, torch.bool, torch.complex64, torch.complex128):
        save("tensor " + str(dtype)[6:], torch.ones(3).to(dtype))
    save("state", model.state_dict())
    save("module", model)
    values = {
        "grad": torch.ones(2, requires_grad=True), "parameter": nn.Parameter(torch.ones(2)), "view": torch.arange(10)[2:5],
        "transposed": torch.arange(6).reshape(2, 3).t(), "empty": torch.zeros(0, 3), "scalar": torch.tensor(3.0), "size": torch.ones(2, 3).size(),
        "device": torch.device("cpu"), "dtypes": [torch.float16, torch.int64, torch.bfloat16, torch.strided], "generator state": torch.get_rng_state(),
        "sparse": torch.eye(3).to_sparse(), "csr": torch.eye(3).to_sparse_csr(), "quantised": torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8),
        "per channel": torch.quantize_per_channel(torch.ones(2, 2), torch.tensor([0.1, 0.1]), torch.tensor([0, 0]), 0, torch.quint8),
        "meta": torch.empty(2, device="meta"), "storage": torch.ones(2).storage(), "checkpoint": {"epoch": 3, "model": model.state_dict(), "loss": loss.item(), "args": {"lr": 0.1}},
        "version": torch.__version__, "shared": [model[0].weight, model[0].weight], "conjugate": torch.ones(2, dtype=torch.complex64).conj(),
        "functions": [torch.relu, torch.nn.functional.gelu, torch.sigmoid],
    }
    for name, value in values.items():
        save(name, value)
    parameters = list(model.parameters())
    for name in torch.optim.__all__ if hasattr(torch.optim, "__all__") else dir(torch.optim):
        kind = getattr(torch.optim, name, None)
        if isinstance(kind, type) and issubclass(kind, torch.optim.Optimizer) and kind is not torch.optim.Optimizer:
            try:
                optimiser = kind(parameters, lr=0.1) if name not in ("SparseAdam",) else kind([torch.ones(2, requires_grad=True)], lr=0.1)
                if name not in ("LBFGS", "SparseAdam"):
                    optimiser.step()
                out.pickles("optimiser " + name, optimiser, (2,))
                buffer = io.BytesIO()
                torch.save(optimiser.state_dict(), buffer)
                out.add(f"optimiser {name}.pt", buffer.getvalue())
                buffer = io.BytesIO()
                torch.save({"optimizer": optimiser}, buffer)
                out.add(f"optimiser whole {name}.pt", buffer.getvalue())
            except Exception as e:
                out.skipped.append(f"{name}: {e}")
    optimiser = torch.optim.SGD(parameters, lr=0.1)
    schedules = torch.optim.lr_scheduler
    for name, make in {"step": lambda: schedules.StepLR(optimiser, 2), "cosine": lambda: schedules.CosineAnnealingLR(optimiser, 3),
                       "plateau": lambda: schedules.ReduceLROnPlateau(optimiser), "cycle": lambda: schedules.OneCycleLR(optimiser, 0.1, 10),
                       "multi": lambda: schedules.MultiStepLR(optimiser, [1, 2]), "exponential": lambda: schedules.ExponentialLR(optimiser, 0.9),
                       "warm": lambda: schedules.CosineAnnealingWarmRestarts(optimiser, 3), "linear": lambda: schedules.LinearLR(optimiser),
                       "constant": lambda: schedules.ConstantLR(optimiser), "polynomial": lambda: schedules.PolynomialLR(optimiser)}.items():
        try:
            out.pickles("schedule state " + name, make().state_dict(), (2,))
        except Exception as e:
            out.skipped.append(f"{name}: {e}")
    tried = {
        "Bilinear": (2, 2, 1), "Conv1d": (1, 1, 1), "Conv2d": (1, 1, 1), "Conv3d": (1, 1, 1), "ConvTranspose1d": (1, 1, 1), "ConvTranspose2d": (1, 1, 1),
        "ConvTranspose3d": (1, 1, 1), "MultiheadAttention": (2, 1), "Transformer": (2, 1, 1, 1, 2), "TransformerDecoderLayer": (2, 1, 2),
        "TransformerEncoderLayer": (2, 1, 2), "GroupNorm": (1, 1), "Threshold": (1, 2), "Fold": (2, 1), "Unflatten": (1, (1, 2)), "LPPool1d": (2, 2), "LPPool2d": (2, 2),
        "FractionalMaxPool2d": (2, 1), "FractionalMaxPool3d": (2, 1), "Embedding": (3, 2), "EmbeddingBag": (3, 2), "AdaptiveLogSoftmaxWithLoss": (2, 3, [2]),
        "RNN": (1, 1), "LSTM": (1, 1), "GRU": (1, 1), "RNNCell": (1, 1), "LSTMCell": (1, 1), "GRUCell": (1, 1), "ModuleDict": ({"a": nn.ReLU()},),
        "ModuleList": ([nn.ReLU()],), "ParameterDict": ({"a": nn.Parameter(torch.ones(1))},), "ParameterList": ([nn.Parameter(torch.ones(1))],),
        "TransformerEncoder": (nn.TransformerEncoderLayer(2, 1, 2), 1), "TransformerDecoder": (nn.TransformerDecoderLayer(2, 1, 2), 1),
        "CosineEmbeddingLoss": (), "Upsample": ((2, 2),),
    }
    for name in sorted(dir(nn)):
        kind = getattr(nn, name)
        if isinstance(kind, type) and issubclass(kind, nn.Module):
            for arguments in (tried.get(name), (), (1,), (2, 1), (1, 1, 1), (nn.ReLU(),)):
                if arguments is not None:
                    try:
                        made = kind(*arguments)
                        out.pickles("nn " + name, made, (2,))
                        break
                    except Exception:
                        continue
            else:
                out.skipped.append("nn " + name)
    normed = nn.utils.weight_norm(nn.Linear(2, 2))
    save("weight norm", normed.state_dict())
    save("quantised model", torch.quantization.quantize_dynamic(nn.Sequential(nn.Linear(2, 2)), {nn.Linear}).state_dict())
    out.close()


def xgboost_():
    import numpy as np
    import xgboost
    out = Out("xgboost")
    rows = np.random.RandomState(0).rand(18, 3)
    for name, model in {"classifier": xgboost.XGBClassifier(n_estimators=2, max_depth=2), "regressor": xgboost.XGBRegressor(n_estimators=2, max_depth=2),
                        "forest": xgboost.XGBRFClassifier(n_estimators=2, max_depth=2)}.items():
        model.fit(rows, np.arange(18) % 2)
        out.pickles(name, model, (2, 4))
    out.pickles("booster", model.get_booster(), (2, 4))
    out.close()


if __name__ == "__main__":
    chosen = sys.argv[1:]
    for step in (python, numpy_, scipy_, pandas_, sklearn_, joblib_, torch_, xgboost_):
        if not chosen or step.__name__.rstrip("_") in chosen:
            try:
                step()
            except ImportError as e:
                print("no", step.__name__, e)
