"""The pose network in PyTorch, as `benches/peers/pose` runs it: `check FOLDER`, `time FOLDER` or `train FOLDER`."""

import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn

BONES = [
    (0, 1), (1, 2), (2, 3), (3, 7), (0, 4), (4, 5), (5, 6), (6, 8), (9, 10),
    (11, 12), (11, 13), (13, 15), (15, 17), (15, 19), (15, 21), (17, 19),
    (12, 14), (14, 16), (16, 18), (16, 20), (16, 22), (18, 20),
    (11, 23), (12, 24), (23, 24), (23, 25), (24, 26), (25, 27), (26, 28),
    (27, 29), (28, 30), (29, 31), (30, 32), (27, 31), (28, 32),
]
PARENTS = [0, 0, 1, 2, 0, 4, 5, 3, 6, 0, 0, 23, 24, 11, 12, 13, 14, 15, 16, 15, 16, 15, 16, 24, 23, 23, 24, 25, 26, 27, 28, 29, 30]
PAIRS = [(1, 4), (2, 5), (3, 6)] + [(left, left + 1) for left in range(7, 33, 2)]
N_STEPS, N_PREDICTIONS, MOST_EPOCHS = 12, 60, 50
# Numbers that are measured of a lift, with its six angles and the exercise as one of five; answers by exercise: form, index, angles, 23 faults.
N_MEASURED, N_TOLD, N_ANSWERS = 211, 222, 31
# Where the faults of each exercise begin in the order of all, and the last ones end.
FAULTS = [0, 5, 10, 14, 18, 23]


def adjacency():
    a = torch.eye(33)
    for i, j in BONES:
        a[i, j] = a[j, i] = 1
    d = a.sum(1).rsqrt()
    return d[:, None] * a * d[None, :]


class Network(nn.Module):
    """Same layers, same order of operations, as crates/pose-gnn/src/model; clips of equal length, so no mask."""

    def __init__(self, kind, features=64, hidden=128, trunk=128, dropout=0.1, groups=8, embedding=8):
        super().__init__()
        self.flatten, self.dropout = kind == "flatten", dropout
        embedding = 0 if self.flatten else embedding
        self.register_buffer("adjacency", adjacency())
        self.embedding = nn.Parameter(torch.rand(33, embedding) * 2 - 1) if embedding else None
        self.graph = nn.ModuleList([nn.Linear(9 + embedding, features), nn.Linear(features, features)])
        self.readout = None if self.flatten else nn.Parameter(torch.rand(groups, 33) * 2 / 33)
        self.lstm = nn.ModuleList([
            nn.LSTM(33 * features if self.flatten else groups * features, hidden, batch_first=True),
            nn.LSTM(hidden, hidden, batch_first=True),
        ])
        self.trunk, self.exercise = nn.Linear(2 * hidden, trunk), nn.Linear(trunk, 5)
        self.register_buffer("told_mean", torch.zeros(N_TOLD))
        self.register_buffer("told_scale", torch.ones(N_TOLD))
        self.straight, self.told = nn.Linear(N_TOLD, 5 * N_ANSWERS), nn.Linear(N_TOLD, trunk)
        self.joined = nn.Linear(2 * trunk, trunk)
        self.scores, self.angles, self.faults = nn.Linear(trunk, 2), nn.Linear(trunk, 6), nn.Linear(trunk, 23)

    def load(self, path):
        """Takes the weights of a safetensors file written by pose-gnn."""
        weights = load_file(path)
        with torch.no_grad():
            if self.embedding is not None:
                self.embedding.copy_(weights["joint_embedding"])
                self.readout.copy_(weights["readout"])
            layers = [(f"graph.{i}", layer) for i, layer in enumerate(self.graph)]
            self.told_mean.copy_(weights["told_mean"])
            self.told_scale.copy_(weights["told_scale"])
            names = ["trunk", "exercise", "straight", "told", "joined", "scores", "angles", "faults"]
            for name, layer in [*layers, *((name, getattr(self, name)) for name in names)]:
                layer.weight.copy_(weights[f"{name}.weight"].T)
                layer.bias.copy_(weights[f"{name}.bias"])
            for i, layer in enumerate(self.lstm):  # gates in the same order: input, forget, cell, output
                layer.weight_ih_l0.copy_(weights[f"lstm.{i}.input_weight"].T)
                layer.weight_hh_l0.copy_(weights[f"lstm.{i}.recurrent_weight"].T)
                layer.bias_ih_l0.copy_(weights[f"lstm.{i}.bias"])
                layer.bias_hh_l0.zero_()
        return self

    def inputs(self, x):
        hips, shoulders = x[:, :, 23:25].mean(2, keepdim=True), x[:, :, 11:13].mean(2, keepdim=True)
        scale = (shoulders - hips).norm(dim=3).mean(1)[:, :, None, None] + 1e-6
        position = (x - hips) / scale
        velocity = torch.cat([torch.zeros_like(position[:, :1]), position[:, 1:] - position[:, :-1]], 1) * 10
        bone = position - position[:, :, PARENTS]
        return torch.cat([position, velocity, bone], 3)

    def drop(self, x, shape):
        if not self.training:
            return x
        return x * torch.bernoulli(torch.full(shape, 1 - self.dropout)) / (1 - self.dropout)

    def forward(self, x, told):
        n, frames = x.shape[:2]
        h = self.inputs(x).reshape(n * frames, 33, -1)
        if self.embedding is not None:
            h = torch.cat([h, self.embedding.expand(n * frames, -1, -1)], 2)
        for layer in self.graph:
            h = torch.relu(layer(self.adjacency @ h))
        if self.readout is not None:
            h = self.readout @ h
        h = h.reshape(n, frames, -1)
        for layer in self.lstm:
            h, _ = layer(self.drop(h, (n, 1, h.shape[2])))
        h = torch.cat([h.mean(1), h.amax(1)], 1)
        seen = torch.relu(self.trunk(self.drop(h, h.shape)))
        z = ((told - self.told_mean) * self.told_scale).clamp(-4, 4)
        straight = (self.straight(z).reshape(n, 5, N_ANSWERS) * told[:, -5:, None]).sum(1)
        z = torch.relu(self.told(z))
        joined = torch.relu(self.joined(torch.cat([seen, self.drop(z, z.shape)], 1)))
        scores = self.scores(joined) + straight[:, :2]
        correction = torch.tanh((self.angles(joined) + straight[:, 2:8]) / 3) * 60
        return {
            "form_score": scores[:, 0] * 15 + 75, "injury_risk_score": scores[:, 1] * 20 + 35,
            "joint_angles_deg": told[:, N_MEASURED:N_MEASURED + 6] * 40 + 120 + correction, "logits": self.exercise(seen),
            "fault_severities": (self.faults(joined) + straight[:, 8:]) * 0.3 + 0.2,
        }


def loss(out, y):
    squared = lambda name, spread: ((out[name] - y[name]) / spread).square().mean()  # noqa: E731
    faults = torch.zeros_like(out["fault_severities"])
    for row, exercise in enumerate(y["exercise"].tolist()):
        faults[row, FAULTS[exercise]:FAULTS[exercise + 1]] = 1
    severities = (((out["fault_severities"] - y["fault_severities"]) / 0.3).square() * faults).sum() / faults.sum()
    return (
        squared("form_score", 15) + squared("injury_risk_score", 20) + squared("joint_angles_deg", 8) + severities
        + nn.functional.cross_entropy(out["logits"], y["exercise"])
    )


class Stepper:
    def __init__(self, network):
        self.network = network.train()
        self.adam = torch.optim.Adam(network.parameters(), lr=0.002)

    def __call__(self, x, told, y):
        self.adam.zero_grad()
        value = loss(self.network(x, told), y)
        value.backward()
        for parameter in self.network.parameters():
            nn.utils.clip_grad_norm_([parameter], 1.0)
        self.adam.step()
        return value.item()


def told_of(row):
    """What is measured of the lift of an example, zeros where nothing is."""
    told = np.zeros(N_TOLD, dtype=np.float32)
    if row["measured"] is not None:
        told[:N_MEASURED] = row["measured"]
        told[N_MEASURED:N_MEASURED + 6] = (np.array(row["measured_angles_deg"]) - 120) / 40
        told[N_MEASURED + 6 + row["exercise"]] = 1
    return told


def load(path):
    rows = json.loads(Path(path).read_text())
    y = {name: torch.tensor([row[name] for row in rows]) for name in ["form_score", "injury_risk_score", "joint_angles_deg", "exercise", "fault_severities"]}
    clips = [np.array(row["landmarks"], dtype=np.float32).reshape(-1, 33, 3) for row in rows]
    frames = max(map(len, clips))
    # The few clips that are shorter hold their last frame: this network has no mask.
    clips = [np.concatenate([clip, np.repeat(clip[-1:], frames - len(clip), 0)]) for clip in clips]
    told = torch.tensor(np.array([told_of(row) for row in rows]))
    return torch.tensor(np.array(clips)), told, y, np.array([row["held_out"] for row in rows])


def check(folder):
    clips = json.loads((folder / "clips.json").read_text())
    for kind in ["flatten", "groups"]:
        network = Network(kind).load(folder / f"{kind}.safetensors").eval()
        worst = 0.0
        for row, answer in zip(clips, json.loads((folder / f"{kind}.json").read_text())):
            with torch.no_grad():
                out = network(torch.tensor(row["landmarks"]).reshape(1, -1, 33, 3), torch.tensor(told_of(row))[None])
            got = [
                out["form_score"][0].clamp(0, 100) / 100, out["injury_risk_score"][0].clamp(0, 100) / 100,
                *(out["joint_angles_deg"][0].clamp(0, 180) / 180), *out["logits"][0].softmax(0),
            ]
            expected = [
                answer["form_score"] / 100, answer["injury_risk_score"] / 100,
                *(angle / 180 for angle in answer["joint_angles_deg"]), *answer["exercise_probabilities"],
            ]
            worst = max(worst, *(abs(float(a) - b) for a, b in zip(got, expected)))
        print(f"check,{kind},{worst}")


def median_ms(n, run):
    for _ in range(3):
        run()
    times = []
    for _ in range(n):
        start = time.perf_counter()
        run()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def measure(folder):
    x, told, y, _ = load(folder / "clips.json")
    for kind in ["flatten", "groups"]:
        step = Stepper(Network(kind))
        print(f"time,step,{kind},{median_ms(N_STEPS, lambda: step(x, told, y))}")
        network = Network(kind).eval()
        with torch.inference_mode():
            print(f"time,predict,{kind},{median_ms(N_PREDICTIONS, lambda: network(x[:1], told[:1])['form_score'].item())}")


def mirrored(x, told, y):
    x, told = x.clone(), told.clone()
    told[:, N_MEASURED - 1] *= -1  # which side comes first
    told[:, N_MEASURED:N_MEASURED + 6] = told[:, N_MEASURED:N_MEASURED + 6][:, [1, 0, 3, 2, 5, 4]]
    for left, right in PAIRS:
        x[:, :, [left, right]] = x[:, :, [right, left]]
    x[..., 0] *= -1
    return x, told, {**y, "joint_angles_deg": y["joint_angles_deg"][:, [1, 0, 3, 2, 5, 4]]}


def train(folder):
    torch.manual_seed(42)
    x, told, y, held_out = load(folder / "examples.json")
    rows = lambda mask: torch.tensor(np.flatnonzero(mask))  # noqa: E731
    training, test = rows(~held_out), rows(held_out)
    network = Network("flatten")
    network.told_mean.copy_(told[training].mean(0))
    spread = told[training].std(0, unbiased=False)
    network.told_scale.copy_(torch.where(spread < 1e-3, 0.0, 1 / spread))
    step, start, best, stale = Stepper(network), time.perf_counter(), float("inf"), 0
    for _ in range(MOST_EPOCHS):
        network.train()
        for batch in training[torch.randperm(len(training))].split(16):
            bx, bt, by = x[batch], told[batch], {name: values[batch] for name, values in y.items()}
            if torch.rand(()) < 0.5:
                bx, bt, by = mirrored(bx, bt, by)
            step(bx, bt, by)
        network.eval()
        with torch.inference_mode():
            parts = [network(x[batch], told[batch]) for batch in test.split(16)]
        out = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
        error = out["form_score"].clamp(0, 100) - y["form_score"][test]
        mae, rmse = error.abs().mean().item(), error.square().mean().sqrt().item()
        angles = (out["joint_angles_deg"] - y["joint_angles_deg"][test]).abs().mean().item()
        accuracy = (out["logits"].argmax(1) == y["exercise"][test]).float().mean().item()
        risk = (out["injury_risk_score"].clamp(0, 100) - y["injury_risk_score"][test]).abs().mean().item()
        seconds = time.perf_counter() - start
        print(f"epoch,{seconds:.2f},{mae:.2f},{rmse:.2f},{angles:.2f},{accuracy:.3f},{risk:.2f}", flush=True)
        if mae < 10 and rmse < 15 and angles < 15 and accuracy > 0.9 and risk < 12:
            return
        stale = 0 if rmse < best else stale + 1
        best = min(best, rmse)
        if stale == 4:  # the same plateau rule as ours
            stale = 0
            for group in step.adam.param_groups:
                group["lr"] *= 0.5


if __name__ == "__main__":
    torch.set_num_threads(2)
    {"check": check, "time": measure, "train": train}[sys.argv[1]](Path(sys.argv[2]))
