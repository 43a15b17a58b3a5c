#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/result.h"
#include "core/ml/torch.h"

namespace core::ml {

// Tensors with their names, in an order that the file keeps.
using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

// Writes the tensors (any device and strides, of float, integer or bool type) so that Python opens
// the file with torch.load(path, weights_only=True) as a dict of tensors with these names, in this
// order. The same tensors give the same bytes. Atomic; blocking.
base::Result<void> saveTensors(const std::filesystem::path &path, const NamedTensors &tensors);

// Which weights to take from a file that holds trained ones and their running average.
enum class WeightSet { Averaged, Trained };

// Reads a file of saveTensors(), or what torch.save of PyTorch 1.6 or later wrote: a state dict, or
// a dict that holds one under "state_dict_ema", "state_dict" or "model" (`wanted` decides where
// both of the first two are there). Anything else in the file is passed over and no code in it
// runs. The prefix "module." that data parallelism leaves on every name is removed. Tensors come to
// the CPU, contiguous.
base::Result<NamedTensors> loadTensors(const std::filesystem::path &path,
                                       WeightSet wanted = WeightSet::Averaged);

// Parameters, then buffers, of a module by their full names; sharing memory with it.
NamedTensors stateOf(const torch::nn::Module &module);

// Copies `from` into the tensors of `into`, name by name. Strict: nothing is changed unless the
// names are the same and every shape fits; the error (BadValue, naming `path`) lists what is
// missing, unexpected and of another shape.
base::Result<void> assignTensors(const std::filesystem::path &path, const NamedTensors &from,
                                 const NamedTensors &into);

// The part of `all` whose names start with `prefix`, the prefix removed; and the reverse. Resume
// files keep model, optimiser and counters side by side this way.
NamedTensors withoutPrefix(const NamedTensors &all, const std::string &prefix);
void appendWithPrefix(NamedTensors &all, const std::string &prefix, const NamedTensors &part);

// Whole numbers and 64-bit floats as tensors of one dimension, and back: the counters of a resume
// file. readIntegers and readDoubles fail with BadFormat where the name is absent.
torch::Tensor integersTensor(const std::vector<std::int64_t> &values);
torch::Tensor doublesTensor(const std::vector<double> &values);
base::Result<std::vector<std::int64_t>> readIntegers(const NamedTensors &all,
                                                     const std::string &name);
base::Result<std::vector<double>> readDoubles(const NamedTensors &all, const std::string &name);

} // namespace core::ml
