//! The USDA's table, everyday names, amounts and meals in words, as users of the crate have them.

mod amounts;
mod meals;
mod names;
mod usda;
