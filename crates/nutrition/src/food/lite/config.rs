//! Sizes of an EfficientNet-Lite.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::food::picture::SIDES;

/// Most channels, classes or factors; the bound keeps a corrupt file from asking for all memory.
const MOST: usize = 4_096;
/// Most blocks of a stage.
const MOST_BLOCKS: usize = 16;

/// Sizes of an [`EfficientNetLite`](crate::EfficientNetLite).
///
/// | Name | Default (Lite0) | Range | Meaning |
/// |---|---|---|---|
/// | `n_classes` | 1,000 | 2 to 4,096 | what is told apart: ImageNet's classes, or foods |
/// | `side` | 224 | 16 to 512 | side of the pictures in pixels |
/// | `n_stem` | 32 | 1 to 4,096 | channels of the first convolution, 3 × 3 with a stride of 2 |
/// | `stages` | 7 | 1 to 16 | blocks of equal sizes |
/// | `n_features` | 1,280 | 1 to 4,096 | channels of the last convolution, whose means are the features |
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the table says what each is")]
pub struct EfficientNetLiteConfig {
    pub n_classes: usize,
    pub side: usize,
    pub n_stem: usize,
    pub stages: Vec<LiteStage>,
    pub n_features: usize,
}

/// Blocks that follow each other; the stride is that of the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the names say it")]
pub struct LiteStage {
    pub n_blocks: usize,
    pub kernel: usize,
    pub stride: usize,
    /// How many times wider the middle of a block is than its input.
    pub expansion: usize,
    pub n_out: usize,
}

impl Default for EfficientNetLiteConfig {
    fn default() -> Self {
        let stage =
            |n_blocks, kernel, stride, expansion, n_out| LiteStage { n_blocks, kernel, stride, expansion, n_out };
        let stages = vec![
            stage(1, 3, 1, 1, 16),
            stage(2, 3, 2, 6, 24),
            stage(2, 5, 2, 6, 40),
            stage(3, 3, 2, 6, 80),
            stage(3, 5, 1, 6, 112),
            stage(4, 5, 2, 6, 192),
            stage(1, 3, 1, 6, 320),
        ];
        Self { n_classes: 1_000, side: 224, n_stem: 32, stages, n_features: 1_280 }
    }
}

/// A block: channels in, in its middle and out.
#[derive(Debug, Clone, Copy)]
pub(super) struct BlockSizes {
    pub(super) n_in: usize,
    pub(super) n_middle: usize,
    pub(super) n_out: usize,
    pub(super) kernel: usize,
    pub(super) stride: usize,
}

impl EfficientNetLiteConfig {
    /// Checks the sizes.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameter`]
    pub fn check(&self) -> Result<()> {
        let invalid =
            |name, expected, got: usize| Err(Error::InvalidParameter { name, expected, got: got.to_string() });
        let sizes = [("n_stem", self.n_stem), ("n_features", self.n_features)];
        if let Some((name, size)) = sizes.into_iter().find(|(_, size)| !(1..=MOST).contains(size)) {
            return invalid(name, "within 1 and 4096", size);
        }
        if !(2..=MOST).contains(&self.n_classes) {
            return invalid("n_classes", "within 2 and 4096", self.n_classes);
        }
        if !SIDES.contains(&self.side) {
            return invalid("side", "within 16 and 512", self.side);
        }
        if !(1..=MOST_BLOCKS).contains(&self.stages.len()) {
            return invalid("stages", "a list of 1 to 16", self.stages.len());
        }
        for stage in &self.stages {
            if !(1..=MOST_BLOCKS).contains(&stage.n_blocks) {
                return invalid("n_blocks", "within 1 and 16", stage.n_blocks);
            }
            if !matches!(stage.kernel, 3 | 5 | 7) {
                return invalid("kernel", "3, 5 or 7", stage.kernel);
            }
            if !matches!(stage.stride, 1 | 2) {
                return invalid("stride", "1 or 2", stage.stride);
            }
            if !(1..=MOST_BLOCKS).contains(&stage.expansion) {
                return invalid("expansion", "within 1 and 16", stage.expansion);
            }
            if !(1..=MOST).contains(&stage.n_out) {
                return invalid("n_out", "within 1 and 4096", stage.n_out);
            }
        }
        Ok(())
    }

    /// Blocks of all stages.
    pub fn n_blocks(&self) -> usize {
        self.stages.iter().map(|stage| stage.n_blocks).sum()
    }

    pub(super) fn blocks(&self) -> Vec<BlockSizes> {
        let mut n_in = self.n_stem;
        let mut blocks = Vec::new();
        for stage in &self.stages {
            for block in 0..stage.n_blocks {
                let stride = if block == 0 { stage.stride } else { 1 };
                let n_middle = n_in * stage.expansion;
                blocks.push(BlockSizes { n_in, n_middle, n_out: stage.n_out, kernel: stage.kernel, stride });
                n_in = stage.n_out;
            }
        }
        blocks
    }
}
