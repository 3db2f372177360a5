//! Colours.

/// Red, green and blue, 0–1, as displayed (gamma-encoded).
pub(crate) type Rgb = [f32; 3];

/// From `a` (t = 0) to `b` (t = 1); t is limited to that range.
pub(crate) fn mix(a: Rgb, b: Rgb, t: f32) -> Rgb {
    let t = t.clamp(0.0, 1.0);
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t)
}

pub(crate) fn scaled(colour: Rgb, factor: f32) -> Rgb {
    colour.map(|channel| channel * factor)
}

pub(crate) const fn grey(value: f32) -> Rgb {
    [value; 3]
}

/// Hue in turns (any number), saturation and value 0–1.
pub(crate) fn hsv(hue: f32, saturation: f32, value: f32) -> Rgb {
    let channel = |offset: f32| {
        let k = offset + 6.0 * (hue - hue.floor());
        let k = k - 6.0 * (k / 6.0).floor();
        value - value * saturation * k.min(4.0 - k).clamp(0.0, 1.0)
    };
    [channel(5.0), channel(3.0), channel(1.0)]
}

/// Rec. 601 luma.
pub(crate) fn luminance([r, g, b]: Rgb) -> f32 {
    0.299 * r + 0.587 * g + 0.114 * b
}
