"""The networks of `nutrition` in PyTorch, as `benches/peers/nutrition` runs them: `check FOLDER`, `time FOLDER` or
`photos PHOTOS CONFIG SEED`."""

import json
import math
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import nn

N_STEPS, N_ANSWERS = 25, 200
MOST_STRETCH = 1.25
LUMA = torch.tensor([0.299, 0.587, 0.114])
# As crates/nutrition/src/protein/network.rs scales its inputs.
SCALES = [(7.0, 1.5), (65.0, 20.0), (42.0, 20.0), (250.0, 200.0), (45.0, 20.0), (60.0, 20.0)]


class Block(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.first = nn.Conv2d(n_in, n_out, 3, 2, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(n_out)
        self.second = nn.Conv2d(n_out, n_out, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(n_out)
        self.skip = nn.Conv2d(n_in, n_out, 2, 2, bias=False)
        nn.init.constant_(self.second_norm.weight, 0.5)

    def forward(self, x):
        y = F.relu(self.first_norm(self.first(x)))
        return F.relu(self.second_norm(self.second(y)) + self.skip(x))


class FoodCnn(nn.Module):
    """Same layers as crates/nutrition/src/food/training_network.rs."""

    def __init__(self, n_classes, n_stem=16, n_channels=(32, 64, 128)):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, n_stem, 5, 2, 2, bias=False), nn.BatchNorm2d(n_stem), nn.ReLU())
        sizes = [n_stem, *n_channels]
        self.blocks = nn.Sequential(*[Block(a, b) for a, b in zip(sizes, sizes[1:])])
        self.head = nn.Linear(sizes[-1], n_classes)
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)).mean((2, 3)))


class FoldedFoodCnn(nn.Module):
    """Our finished network: normalisation is folded into its weights."""

    def __init__(self, weights):
        super().__init__()
        self.weights, self.head = weights, (weights["head_weight"].T.contiguous(), weights["head_bias"])
        self.n_blocks = sum(name.endswith(".skip") for name in weights)
        self.kernels = {name: kernel(value) for name, value in weights.items() if value.ndim == 3}

    def convolve(self, x, name, stride, bias=True):
        weight = self.kernels[f"{name}.weight" if bias else name]
        bias = self.weights[f"{name}.bias"] if bias else None
        return F.conv2d(x, weight, bias, stride, (weight.shape[-1] - 1) // 2)

    def forward(self, x):
        x = F.relu(self.convolve(x, "stem", 2))
        for block in range(self.n_blocks):
            skip = self.convolve(x, f"blocks.{block}.skip", 2, bias=False)
            y = F.relu(self.convolve(x, f"blocks.{block}.first", 2))
            x = F.relu(self.convolve(y, f"blocks.{block}.second", 1) + skip)
        return F.linear(x.mean((2, 3)), *self.head)


def kernel(weight):
    """[kernel², in, out] as [out, in, kernel, kernel]"""
    squared, n_in, n_out = weight.shape
    side = math.isqrt(squared)
    return weight.reshape(side, side, n_in, n_out).permute(3, 2, 0, 1).contiguous()


class ProteinGru(nn.Module):
    """Same layers as crates/nutrition/src/protein/network.rs, with PyTorch's own GRU."""

    def __init__(self, weights):
        super().__init__()
        n_metrics, gates = weights["input_weight"].shape
        self.gru = nn.GRU(n_metrics, gates // 3, batch_first=True)
        self.trunk = nn.Linear(*weights["trunk_weight"].shape)
        self.head = nn.Linear(*weights["head_weight"].shape)
        with torch.no_grad():
            self.gru.weight_ih_l0.copy_(weights["input_weight"].T)
            self.gru.weight_hh_l0.copy_(weights["recurrent_weight"].T)
            self.gru.bias_ih_l0.copy_(weights["input_bias"])
            self.gru.bias_hh_l0.copy_(weights["recurrent_bias"])
            for layer, name in [(self.trunk, "trunk"), (self.head, "head")]:
                layer.weight.copy_(weights[f"{name}_weight"].T)
                layer.bias.copy_(weights[f"{name}_bias"])

    def forward(self, days, profile):
        _, hidden = self.gru(days)
        return torch.sigmoid(self.head(F.relu(self.trunk(torch.cat([hidden[0], profile], 1)))))[:, 0]


def scaled(days):
    mean, sd = torch.tensor(SCALES).T
    return (torch.tensor(np.asarray(days), dtype=torch.float32) - mean) / sd


def profile_inputs(profile):
    flags = [profile["sex"] == "male"]
    flags += [profile["goal"] == goal for goal in ["maintain", "muscle_gain", "fat_loss"]]
    flags += [profile["training_status"] == status for status in ["sedentary", "recreational", "trained"]]
    return torch.tensor([[(profile["age_years"] - 45) / 20, *map(float, flags)]], dtype=torch.float32)


class Protein:
    """One person's question, as `peer_nutrition check` wrote it."""

    def __init__(self, folder):
        question = json.loads((folder / "protein.json").read_text())
        self.network = ProteinGru(load_file(folder / "protein.safetensors")).eval()
        self.days, self.background = np.array(question["days"]), np.array(question["background"])
        self.profile, self.answer = profile_inputs(question["profile"]), question["answer"]
        self.low, self.high = self.answer["range_g_per_day"]

    @torch.no_grad()
    def needs(self, days):
        days = scaled(days)
        return (self.low + (self.high - self.low) * self.network(days, self.profile.expand(len(days), -1))).numpy()

    def of_coalitions(self, masks):
        """Mean need over the background of each row of 0s and 1s, one batch for all."""
        mixed = np.where(masks[:, None, None, :] > 0.5, self.days, self.background)
        return self.needs(mixed.reshape(-1, *self.days.shape)).reshape(len(masks), -1).mean(1)

    def explain_inputs(self):
        """As shap's users do: groups of the 84 inputs, against the background diaries."""
        import shap
        from shap.utils._legacy import DenseData

        metrics = [[day * 6 + metric for day in range(14)] for metric in range(6)]
        background = DenseData(self.background.reshape(-1, 84), [str(m) for m in range(6)], [np.array(m) for m in metrics])
        explainer = shap.KernelExplainer(lambda rows: self.needs(rows.reshape(-1, 14, 6)), background, silent=True)
        return explainer.shap_values(self.days.reshape(1, 84), nsamples=64, silent=True)[0]

    def explain(self):
        """The same with as little of shap as can be: its inputs say only which metrics are present."""
        import shap

        explainer = shap.KernelExplainer(self.of_coalitions, np.zeros((1, 6)), silent=True)
        return explainer.shap_values(np.ones((1, 6)), nsamples=64, silent=True)[0]


def pictures(folder):
    pixels = np.fromfile(folder / "pictures.raw", np.uint8).reshape(-1, 64, 64, 3)
    return torch.tensor(pixels).permute(0, 3, 1, 2)


def inputs(pixels):
    return pixels.float() / 127.5 - 1


def check(folder):
    with torch.no_grad():
        logits = FoldedFoodCnn(load_file(folder / "food.safetensors"))(inputs(pictures(folder)))
    ours = torch.tensor(json.loads((folder / "logits.json").read_text()))
    print(f"check|logits|{(logits - ours).abs().max().item()}")
    protein = Protein(folder)
    need = protein.needs(protein.days[None])[0]
    print(f"check|need, g|{abs(need - protein.answer['protein_g_per_day'])}")
    metrics = ["sleep_hours", "sleep_quality", "hrv_ms", "activity", "stress", "recovery"]
    values = {a["metric"]: a["g_per_day"] for a in protein.answer["adjustments"]}
    answers = [protein.explain(), protein.explain_inputs()]
    worst = max(abs(value - values[metric]) for answer in answers for metric, value in zip(metrics, answer))
    print(f"check|Shapley values, g|{worst}")


def augmented(pixels, config, generator):
    """Random crop, mirror image and light, as crates/nutrition/src/food/augment.rs."""
    n = len(pixels)

    def uniform(low, high):
        return torch.rand(n, generator=generator) * (high - low) + low

    size = uniform(config["min_crop_share"], 1).sqrt()
    stretch = MOST_STRETCH ** (0.5 * uniform(-1, 1))
    height, width = (size / stretch).clamp(max=1), (size * stretch).clamp(max=1)
    theta = torch.zeros(n, 2, 3)
    mirror = torch.where(torch.rand(n, generator=generator) < 0.5, -1.0, 1.0)
    angle = torch.deg2rad(config["max_rotation_deg"] * uniform(-1, 1))
    theta[:, 0, 0], theta[:, 1, 1] = angle.cos() * width * mirror, angle.cos() * height
    theta[:, 0, 1], theta[:, 1, 0] = -angle.sin() * height, angle.sin() * width * mirror
    theta[:, 0, 2], theta[:, 1, 2] = uniform(-1, 1) * (1 - width), uniform(-1, 1) * (1 - height)
    grid = F.affine_grid(theta, list(pixels.shape), align_corners=False)
    x = F.grid_sample(inputs(pixels), grid, padding_mode="border", align_corners=False)
    most = config["colour_jitter"]
    brightness, contrast, saturation = (1 + most * uniform(-1, 1)[:, None, None, None] for _ in range(3))
    grey = (x * LUMA[:, None, None]).sum(1, keepdim=True)
    mean = grey.mean((2, 3), keepdim=True)
    x = mean + (grey + (x - grey) * saturation - mean) * contrast
    light = brightness * (1 + 0.5 * most * (2 * torch.rand(n, 3, 1, 1, generator=generator) - 1))
    return ((x + 1) * light - 1).clamp(-1, 1)


def train_step(network, optimizer, pixels, classes, config, generator):
    x = augmented(pixels, config, generator)
    loss = F.cross_entropy(network(x), classes, label_smoothing=config["label_smoothing"])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss


def median_ms(n, run):
    times = []
    for _ in range(3):
        run()
    for _ in range(n):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1e3)
    return statistics.median(times)


def times(folder):
    config = {"min_crop_share": 0.6, "max_rotation_deg": 15, "colour_jitter": 0.2, "label_smoothing": 0.05}
    pixels, classes = pictures(folder), torch.tensor(json.loads((folder / "classes.json").read_text()))
    generator = torch.Generator().manual_seed(42)
    network = FoodCnn(20).train()
    optimizer = torch.optim.AdamW(network.parameters(), 6e-3, eps=1e-8, weight_decay=1e-2)
    step = median_ms(N_STEPS, lambda: train_step(network, optimizer, pixels, classes, config, generator))
    print(f"time,step,{step}")
    network.eval()
    folded = FoldedFoodCnn(load_file(folder / "food.safetensors")).eval()
    frozen = torch.jit.freeze(torch.jit.trace(folded, inputs(pixels)))
    with torch.no_grad():
        for name, model in [("", network), ("_frozen", frozen)]:
            for task, n, batch in [("picture", N_ANSWERS, pixels[:1]), ("pictures", N_STEPS, pixels)]:
                print(f"time,{task}{name},{median_ms(n, lambda: model(inputs(batch)).softmax(1))}")
    protein = Protein(folder)
    print(f"time,need,{median_ms(N_ANSWERS, lambda: protein.needs(protein.days[None]))}")
    print(f"time,explain,{median_ms(5, protein.explain_inputs)}")
    print(f"time,explain_lean,{median_ms(5, protein.explain)}")


def load_photos(folder, part, classes, side):
    from PIL import Image, ImageOps

    pixels, labels = [], []
    for label, name in enumerate(classes):
        for path in sorted((folder / part / name).iterdir()):
            photo = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
            pixels.append(np.asarray(ImageOps.fit(photo, (side, side), Image.Resampling.BILINEAR)))
            labels.append(label)
    return torch.tensor(np.stack(pixels)).permute(0, 3, 1, 2), torch.tensor(labels)


def photos(folder, config_path, seed):
    config = json.loads(config_path.read_text())
    classes, side, training = config["classes"], config["network"]["side"], config["training"]
    (x, y), (x_test, y_test) = (load_photos(folder, part, classes, side) for part in ["train", "test"])
    print(f"accuracy|PyTorch|{train_cnn(x, y, x_test, y_test, config['network'], training, seed)}")
    print(f"accuracy|colour-histogram forest|{histogram_forest(x, y, x_test, y_test, seed)}")


def train_cnn(x, y, x_test, y_test, network_config, config, seed):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    network = FoodCnn(network_config["n_classes"], network_config["n_stem"], network_config["n_channels"])
    optimizer = torch.optim.AdamW(
        network.parameters(), config["learning_rate"], eps=1e-8, weight_decay=config["weight_decay"]
    )
    size = config["batch_size"]
    steps = len(x) // size
    total, warm = config["n_epochs"] * steps, max(config["n_epochs"] * steps // 10, 1)

    def rate(step):
        rising = (step + 1) / warm
        return rising if step < warm else max(0.5 * (1 + math.cos(math.pi * (step - warm) / max(total - warm, 1))), 1e-3)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    for _ in range(config["n_epochs"]):
        network.train()
        order = torch.randperm(len(x), generator=generator)
        for batch in order[: steps * size].split(size):
            train_step(network, optimizer, x[batch], y[batch], config, generator)
            schedule.step()
    network.eval()
    with torch.no_grad():
        guesses = torch.cat([network(inputs(batch)) for batch in x_test.split(64)]).argmax(1)
    return (guesses == y_test).float().mean().item()


def histogram_forest(x, y, x_test, y_test, seed):
    from sklearn.ensemble import RandomForestClassifier

    def histograms(pixels):
        bins = (pixels.numpy() // 32).astype(np.int64)
        codes = (bins[:, 0] * 8 + bins[:, 1]) * 8 + bins[:, 2]
        return np.stack([np.bincount(code.ravel(), minlength=512) for code in codes])

    forest = RandomForestClassifier(500, random_state=seed, n_jobs=2).fit(histograms(x), y.numpy())
    return forest.score(histograms(x_test), y_test.numpy())


torch.set_num_threads(2)
match sys.argv[1:]:
    case ["check", folder]:
        check(Path(folder))
    case ["time", folder]:
        times(Path(folder))
    case ["photos", folder, config, seed]:
        photos(Path(folder), Path(config), int(seed))
    case _:
        sys.exit("expected `check FOLDER`, `time FOLDER` or `photos PHOTOS CONFIG SEED`")
