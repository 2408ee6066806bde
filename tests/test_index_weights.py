from pathlib import Path

import pytest
from fakes import FakeEncoder

from index.errors import ModelError
from index.models.encoder import is_meant
from index.models.weights import fingerprint

FILES = {
    "model.safetensors": b"weights",
    "tokenizer.json": b'{"vocab": {"grief": 1, "joy": 2}}',
    "config.json": b"{}",
    "modules.json": b"[]",
    "1_Pooling/config.json": b'{"pooling_mode": "mean"}',
    "2_Dense/config.json": b"{}",
    "2_Dense/model.safetensors": b"further weights",
}
BESIDE = ("README.md", "data_config.json", ".cache/state.json", "onnx/config.json", "log.txt.gz")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        path = tmp_path / "model" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "model"


@pytest.mark.parametrize("name", FILES)
def test_the_hash_of_a_model_covers_all_that_shapes_its_output(model: Path, name: str) -> None:
    before = fingerprint(model)
    (model / name).write_bytes(FILES[name].replace(b"e", b"a") + b" ")
    after = fingerprint(model)
    assert after.whole != before.whole
    assert (after.weights != before.weights) == name.endswith(".safetensors")


def test_what_lies_beside_a_model_is_no_part_of_it(model: Path) -> None:
    before = fingerprint(model)
    for name in BESIDE:
        (model / name).parent.mkdir(exist_ok=True)
        (model / name).write_text("{}")
    assert fingerprint(model) == before


@pytest.mark.parametrize(
    ("former", "latter"), [("config.json", "modules.json"), ("2_Dense", "3_Dense")]
)
def test_where_a_file_lies_counts_too(model: Path, former: str, latter: str) -> None:
    (model / "config.json").write_text('{"a": 1}')
    before = fingerprint(model)
    (model / former).rename(model / "kept")
    if (model / latter).exists():
        (model / latter).rename(model / former)
    (model / "kept").rename(model / latter)
    assert fingerprint(model).whole != before.whole


def test_a_layer_in_pickled_weights_is_refused_by_its_name(model: Path) -> None:
    pickled = model / "2_Dense" / "pytorch_model.bin"
    pickled.write_bytes(b"x")
    assert fingerprint(model)  # never read: safe weights lie beside it
    (model / "2_Dense" / "model.safetensors").unlink()
    with pytest.raises(ModelError, match=r"2_Dense/pytorch_model\.bin is pickled .* Save"):
        fingerprint(model)


def test_an_index_of_an_earlier_version_names_the_weights_alone() -> None:
    assert is_meant(FakeEncoder(), FakeEncoder.sha256)
    assert is_meant(FakeEncoder(), FakeEncoder.weights_sha256)
    assert not is_meant(FakeEncoder(), "1" * 64)


def test_the_published_weights_under_another_tokeniser_are_not_the_published_model() -> None:
    class Altered(FakeEncoder):
        weights_sha256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

    assert not is_meant(Altered(), Altered.weights_sha256)
