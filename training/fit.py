"""Training: inputs of one length together, the lower layers worked out once, checkpoints."""

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from training.examples import Example
from training.network import LowerLayers, ReaderNetwork

_LONGEST = 256  # tokens of question and text
_EXACT = 25  # tokens; in a longer answer any token may be the one that answers
_WARM = 0.05  # of the steps


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example as the network takes it; every array's first axis is its tokens.

    states: of the lower layers
    able:   where an answer may begin or end: the text's tokens, and the first one for none
    starts, ends: where it does; the first token alone where nothing answers
    """

    states: npt.NDArray[np.float16]
    able: npt.NDArray[np.bool_]
    starts: npt.NDArray[np.bool_]
    ends: npt.NDArray[np.bool_]
    answered: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Settings:
    """Of one training.

    passes: times that each example is seen
    rate:   greatest learning rate of the layers; the new head's is ten times that
    seed:   of everything drawn by chance
    averaged: how much of the running average stays at each step
    minutes: the training ends after so many, its rate having fallen to zero, if not before
    half_precision: matrices are multiplied in bfloat16, the weights themselves kept in 32 bits
    """

    passes: float = 1.0
    batch: int = 32
    rate: float = 5e-5
    verdict_weight: float = 1.0
    seed: int = 7
    averaged: float = 0.998
    minutes: float = float("inf")
    half_precision: bool = False


class Encoder:
    """Examples to what the network takes."""

    def __init__(self, tokenizer: Any, lower: LowerLayers) -> None:
        self._tokenizer = tokenizer
        self._tokenizer.enable_truncation(_LONGEST, strategy="only_second")
        self._tokenizer.no_padding()
        self._lower = lower

    def __call__(self, example: Example) -> Encoded:
        """Its tokens, what answers among them, and their states."""
        encoding = self._tokenizer.encode(example.question, example.text)
        able = np.array([number == 1 for number in encoding.sequence_ids])
        starts, ends = np.zeros_like(able), np.zeros_like(able)
        offsets = np.array(encoding.offsets)
        for answer in example.answers:
            inside = able & (offsets[:, 0] < answer.end) & (offsets[:, 1] > answer.start)
            tokens = np.flatnonzero(inside)
            if len(tokens) > _EXACT:
                starts |= inside
                ends |= inside
            elif len(tokens):
                starts[tokens[0]] = ends[tokens[-1]] = True
        able[0] = True
        answered = bool(starts.any())
        starts[0] = ends[0] = not answered
        states = self._lower(encoding.ids, encoding.type_ids)
        return Encoded(states, able, starts, ends, answered, example.weight)

    def all(self, examples: Sequence[Example], watch: Callable[[int], None]) -> list[Encoded]:
        """Two at a time; `watch` is told how many are done."""
        made = []
        with ThreadPoolExecutor(2) as threads:
            for number, each in enumerate(threads.map(self, examples), start=1):
                made.append(each)
                if number % 1000 == 0:
                    watch(number)
        return made


def batches(encoded: Sequence[Encoded], size: int, chance: np.random.Generator) -> list[list[int]]:
    """The numbers of the examples, those of one length together, in random order."""
    by_length = defaultdict(list)
    for number in chance.permutation(len(encoded)):
        by_length[len(encoded[number].able)].append(int(number))
    made = [
        numbers[first : first + size]
        for numbers in by_length.values()
        for first in range(0, len(numbers), size)
    ]
    return [made[number] for number in chance.permutation(len(made))]


def loss_of(
    network: ReaderNetwork, chosen: Sequence[Encoded], verdict_weight: float, half: bool = False
) -> Tensor:
    """How surprised the network is by where the answers are, and by whether there are any.

    Of several places that answer, or of all the tokens of a long answer, any will do.
    half: multiply in bfloat16
    """
    states = torch.from_numpy(np.stack([each.states for each in chosen])).float()
    with torch.autocast("cpu", torch.bfloat16, enabled=half):
        spans, verdicts = network(states)
    spans, verdicts = spans.float(), verdicts.float()
    able = torch.from_numpy(np.stack([each.able for each in chosen]))
    weights = torch.tensor([each.weight for each in chosen])
    logs = functional.log_softmax(spans.masked_fill(~able[..., None], -1e4), dim=1)
    wanted = np.stack([np.stack([each.starts, each.ends], axis=1) for each in chosen])
    right = torch.logsumexp(logs.masked_fill(~torch.from_numpy(wanted), -1e4), dim=1)
    answered = torch.tensor([float(each.answered) for each in chosen])
    verdict = functional.binary_cross_entropy_with_logits(verdicts, answered, reduction="none")
    return ((verdict_weight * verdict - right.sum(dim=1)) * weights).mean()


class Training:
    """A network in training; what it has come to is kept in `folder` and taken up again."""

    def __init__(self, network: ReaderNetwork, settings: Settings, folder: Path) -> None:
        self.network, self.settings, self._folder = network, settings, folder
        head = list(network.span.parameters())
        known = {id(each) for each in head}
        layers = [each for each in network.parameters() if id(each) not in known]
        groups = [{"params": layers}, {"params": head}]
        self._rates = (settings.rate, 10 * settings.rate)
        self._optimizer = torch.optim.AdamW(groups, lr=settings.rate, weight_decay=0.01)
        self.average = {k: v.detach().clone() for k, v in network.state_dict().items()}
        self.step = 0

    def run(self, encoded: Sequence[Encoded], every: float, watch: Callable[[str], None]) -> None:
        """All steps that are left; `every` so many seconds what has been reached is kept."""
        order = self._order(encoded)
        torch.manual_seed(self.settings.seed + self.step)
        kept = begun = time.monotonic()
        losses: list[float] = []
        first = self.step
        for numbers in order[self.step :]:
            spent = (time.monotonic() - begun) / 60 / self.settings.minutes
            done = max(self.step / len(order), spent)
            if done >= 1:
                break
            losses.append(self._learn([encoded[n] for n in numbers], done))
            if self.step % 50 == 0:
                rate = (self.step - first) / (time.monotonic() - begun)
                left = (len(order) - self.step) / rate / 60
                loss = np.mean(losses[-200:])
                watch(f"step {self.step:,} of {len(order):,}, loss {loss:.3f}, {left:.0f} min left")
            if time.monotonic() - kept > every:
                self.keep()
                kept = time.monotonic()
        self.keep()

    def _order(self, encoded: Sequence[Encoded]) -> list[list[int]]:
        order: list[list[int]] = []
        chance = np.random.default_rng(self.settings.seed)
        while len(order) == 0 or self.settings.passes > len(order) / max(1, self._one):
            one = batches(encoded, self.settings.batch, chance)
            self._one = len(one)
            order += one
        return order[: round(self.settings.passes * self._one)]

    _one = 0

    def _learn(self, chosen: Sequence[Encoded], done: float) -> float:
        """One step; the rate rises over the first of all that is done and then falls to zero."""
        share = min((done + 1e-4) / _WARM, (1 - done) / (1 - _WARM))
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * share
        self.network.train()
        loss = loss_of(
            self.network, chosen, self.settings.verdict_weight, self.settings.half_precision
        )
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self._optimizer.step()
        self.step += 1
        keep = min(self.settings.averaged, self.step / (self.step + 10))
        for name, value in self.network.state_dict().items():
            self.average[name].lerp_(value, 1 - keep)
        return float(loss.detach())

    def keep(self) -> None:
        """Network, average, optimizer and step, swapped in whole."""
        state = {
            "network": self.network.state_dict(),
            "average": self.average,
            "optimizer": self._optimizer.state_dict(),
            "step": self.step,
        }
        part = self._folder / "checkpoint.part"
        torch.save(state, part)
        part.replace(self._folder / "checkpoint.pt")

    def resume(self) -> bool:
        """Takes up what was kept, if anything was."""
        file = self._folder / "checkpoint.pt"
        if not file.is_file():
            return False
        state = torch.load(file, weights_only=True)
        self.network.load_state_dict(state["network"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.average, self.step = state["average"], state["step"]
        return True


def averaged(training: Training) -> ReaderNetwork:
    """The network with the running average of its weights (Polyak and Juditsky, 1992)."""
    network = ReaderNetwork()
    network.load_state_dict(training.average)
    return network.eval()
