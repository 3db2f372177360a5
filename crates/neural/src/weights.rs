//! Weights as named arrays, and as a safetensors file.

use std::collections::{BTreeMap, HashMap};

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Tensor, TensorData};
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use crate::error::{Error, Result};

/// Key of the text in a file's header.
pub const TEXT_KEY: &str = "training";

/// Parameters by name, in the order of their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights(BTreeMap<String, Array>);

#[derive(Clone, Debug, PartialEq)]
struct Array {
    shape: Vec<usize>,
    values: Vec<f32>,
}

impl Weights {
    /// The parameters of a module.
    pub fn of(module: &impl Module) -> Self {
        let mut reader = Reader::default();
        module.visit(&mut reader);
        reader.weights
    }

    /// Names and shapes, in the order of the names.
    pub fn shapes(&self) -> Vec<(String, Vec<usize>)> {
        self.0.iter().map(|(name, array)| (name.clone(), array.shape.clone())).collect()
    }

    /// The module with these parameters instead of its own.
    ///
    /// # Errors
    ///
    /// if one is missing, unknown, or of another shape
    pub fn load_into<M: Module>(&self, module: M) -> Result<M> {
        let expected = Self::of(&module);
        for (name, array) in &expected.0 {
            let got = self.0.get(name).ok_or_else(|| Error::MissingTensor { name: name.clone() })?;
            if got.shape != array.shape {
                let (expected, got) = (array.shape.clone(), got.shape.clone());
                return Err(Error::TensorShape { name: name.clone(), expected, got });
            }
        }
        if let Some(name) = self.0.keys().find(|name| !expected.0.contains_key(*name)) {
            return Err(Error::UnknownTensor { name: name.clone() });
        }
        Ok(module.map(&mut Writer { path: Vec::new(), weights: self }))
    }

    /// Moves each number by this share of the way to that of other weights: done after every step of a training, the result is a mean over the
    /// latest steps, of which the newest count most.
    ///
    /// # Panics
    ///
    /// if the other weights are of another network
    pub fn move_towards(&mut self, other: &Self, share: f32) {
        assert!(self.shapes() == other.shapes(), "both must be weights of the same network");
        for (array, other) in self.0.values_mut().zip(other.0.values()) {
            for (value, other) in array.values.iter_mut().zip(&other.values) {
                *value += share * (other - *value);
            }
        }
    }

    /// A safetensors file with these weights alone.
    pub fn to_bytes(&self) -> Vec<u8> {
        to_safetensors(&[("", self)], None)
    }

    /// All arrays of a safetensors file.
    ///
    /// # Errors
    ///
    /// if the file is damaged, or an array is not `f32` or not finite
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let file = SafeTensors::deserialize(bytes).map_err(|source| Error::Safetensors { source })?;
        Self::from_safetensors(&file, "")
    }

    /// The arrays whose names start with a prefix, without it.
    ///
    /// # Errors
    ///
    /// as [`from_bytes`](Self::from_bytes)
    pub fn from_safetensors(file: &SafeTensors<'_>, prefix: &str) -> Result<Self> {
        let mut weights = BTreeMap::new();
        for (name, view) in file.tensors() {
            let Some(name) = name.strip_prefix(prefix) else { continue };
            if view.dtype() != Dtype::F32 {
                return Err(Error::TensorType { name: name.to_owned(), got: format!("{:?}", view.dtype()) });
            }
            let (bytes, _) = view.data().as_chunks::<4>();
            let values: Vec<f32> = bytes.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
            if let Some(value) = values.iter().find(|value| !value.is_finite()) {
                return Err(Error::TensorNotFinite { name: name.to_owned(), value: *value });
            }
            weights.insert(name.to_owned(), Array { shape: view.shape().to_vec(), values });
        }
        Ok(Self(weights))
    }
}

/// A safetensors file with several sets of weights, each under a prefix of its own, and one array of bytes with a text.
pub fn to_safetensors(sets: &[(&str, &Weights)], bytes_and_text: Option<(&str, &[u8], String)>) -> Vec<u8> {
    let mut arrays: Vec<(String, Dtype, Vec<usize>, Vec<u8>)> = Vec::new();
    for (prefix, weights) in sets {
        for (name, array) in &weights.0 {
            let bytes = array.values.iter().flat_map(|value| value.to_le_bytes()).collect();
            arrays.push((format!("{prefix}{name}"), Dtype::F32, array.shape.clone(), bytes));
        }
    }
    let text = bytes_and_text.map(|(name, bytes, text)| {
        arrays.push((name.to_owned(), Dtype::U8, vec![bytes.len()], bytes.to_vec()));
        HashMap::from([(TEXT_KEY.to_owned(), text)])
    });
    let views = arrays.iter().map(|(name, dtype, shape, bytes)| {
        let view = TensorView::new(*dtype, shape.clone(), bytes).expect("as many bytes as the shape says");
        (name.as_str(), view)
    });
    safetensors::serialize(views, text).expect("names are unique and sizes are right")
}

#[derive(Default)]
struct Reader {
    path: Vec<String>,
    weights: Weights,
}

impl ModuleVisitor for Reader {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let tensor = param.val();
        let shape = tensor.dims().to_vec();
        let values = tensor.into_data().try_to_vec::<f32>().expect("parameters are single precision");
        self.weights.0.insert(self.path.join("."), Array { shape, values });
    }

    fn enter_module(&mut self, name: &str, _container_type: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.pop();
    }
}

struct Writer<'a> {
    path: Vec<String>,
    weights: &'a Weights,
}

impl ModuleMapper for Writer<'_> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let array = &self.weights.0[&self.path.join(".")];
        let (device, tracked) = (param.device(), param.is_require_grad());
        let data = TensorData::new(array.values.clone(), array.shape.clone());
        param.map(|_| Tensor::from_data(data, &device).set_require_grad(tracked))
    }

    fn enter_module(&mut self, name: &str, _container_type: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container_type: &str) {
        self.path.pop();
    }
}
