//! Saving and loading weights.

use pose_gnn::{Error, PoseGnn, PoseGnnConfig, predict};
use safetensors::SafeTensors;

use crate::support::{examples, flex, small};

fn network(seed: u64) -> PoseGnn {
    small().init(seed, &flex()).expect("a valid configuration")
}

#[test]
fn loaded_network_gives_the_same_answers() {
    let (saved, example) = (network(1), examples(1, 20).remove(0));
    let loaded = network(2).load_safetensors(&saved.to_safetensors()).expect("just saved");
    let [of_saved, of_loaded, of_other] = [&saved, &loaded, &network(2)].map(|n| predict(n, &[&example.clip], 1));
    assert_eq!(of_saved, of_loaded);
    assert_ne!(of_saved, of_other);
}

#[test]
fn saved_tensors_have_the_documented_names_and_shapes() {
    let bytes = network(1).to_safetensors();
    let file = SafeTensors::deserialize(&bytes).expect("a safetensors file");
    let mut tensors: Vec<_> = file.tensors().into_iter().map(|(name, view)| (name, view.shape().to_vec())).collect();
    tensors.sort();
    // 211 measurements, 6 angles, 5 exercises; of each exercise, 2 scores, 6 angles, 23 faults.
    let expected = [
        ("angles.bias", vec![6]),
        ("angles.weight", vec![16, 6]),
        ("exercise.bias", vec![5]),
        ("exercise.weight", vec![16, 5]),
        ("faults.bias", vec![23]),
        ("faults.weight", vec![16, 23]),
        ("graph.0.bias", vec![16]),
        ("graph.0.weight", vec![12, 16]),
        ("graph.1.bias", vec![16]),
        ("graph.1.weight", vec![16, 16]),
        ("joined.bias", vec![16]),
        ("joined.weight", vec![32, 16]),
        ("joint_embedding", vec![33, 3]),
        ("lstm.0.bias", vec![96]),
        ("lstm.0.input_weight", vec![48, 96]),
        ("lstm.0.recurrent_weight", vec![24, 96]),
        ("lstm.1.bias", vec![96]),
        ("lstm.1.input_weight", vec![24, 96]),
        ("lstm.1.recurrent_weight", vec![24, 96]),
        ("readout", vec![3, 33]),
        ("scores.bias", vec![2]),
        ("scores.weight", vec![16, 2]),
        ("straight.bias", vec![155]),
        ("straight.weight", vec![222, 155]),
        ("told.bias", vec![16]),
        ("told.weight", vec![222, 16]),
        ("told_mean", vec![222]),
        ("told_scale", vec![222]),
        ("trunk.bias", vec![16]),
        ("trunk.weight", vec![48, 16]),
    ];
    assert_eq!(tensors, expected.map(|(name, shape)| (name.to_owned(), shape)));
}

#[test]
fn weights_of_another_network_are_refused_by_name_and_shape() {
    let wider = PoseGnnConfig { n_hidden: 32, ..small() }.init(1, &flex()).expect("a valid configuration");
    let error = network(1).load_safetensors(&wider.to_safetensors()).expect_err("refused");
    assert_eq!(error.to_string(), "tensor `lstm.0.bias` must have shape [96], got [128]");
    let plain = PoseGnnConfig { n_joint_embedding: 0, ..small() };
    let error = network(1).load_safetensors(&plain.init(1, &flex()).expect("valid").to_safetensors());
    assert!(matches!(
        error,
        Err(Error::Network(neural::Error::TensorShape { .. } | neural::Error::MissingTensor { .. }))
    ));
    let error = plain.init(1, &flex()).expect("valid").load_safetensors(&network(1).to_safetensors());
    assert!(matches!(
        error,
        Err(Error::Network(neural::Error::TensorShape { .. } | neural::Error::UnknownTensor { .. }))
    ));
}

#[test]
fn damaged_files_are_refused_at_any_place() {
    let bytes = network(1).to_safetensors();
    for length in (0..bytes.len()).step_by(bytes.len() / 40) {
        assert!(network(2).load_safetensors(&bytes[..length]).is_err(), "{length} of {} bytes", bytes.len());
    }
    let mut infinite = bytes;
    let last = infinite.len() - 4;
    infinite[last..].copy_from_slice(&f32::INFINITY.to_le_bytes());
    let error = network(2).load_safetensors(&infinite).expect_err("refused");
    assert!(error.to_string().ends_with("holds inf, which is not a finite number"), "{error}");
}
