#include "core/ml/runtime/checkpoint.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/ml/runtime/pickle.h"
#include "core/ml/runtime/tensor_io.h"
#include "core/ml/runtime/torch_errors.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <caffe2/serialize/inline_container.h>
#pragma GCC diagnostic pop

namespace core::ml {

namespace {

using caffe2::serialize::PyTorchStreamReader;
using caffe2::serialize::PyTorchStreamWriter;

struct StorageType
{
    std::string_view name; // of Python's class in module torch
    torch::ScalarType type;
};

constexpr std::array kStorageTypes = {
    StorageType{"FloatStorage", torch::kFloat32}, StorageType{"DoubleStorage", torch::kFloat64},
    StorageType{"HalfStorage", torch::kFloat16},  StorageType{"BFloat16Storage", torch::kBFloat16},
    StorageType{"LongStorage", torch::kInt64},    StorageType{"IntStorage", torch::kInt32},
    StorageType{"ShortStorage", torch::kInt16},   StorageType{"CharStorage", torch::kInt8},
    StorageType{"ByteStorage", torch::kUInt8},    StorageType{"BoolStorage", torch::kBool},
};

// One tensor as torch.save pickles it: torch._utils._rebuild_tensor_v2(storage, offset, size,
// stride, requires_grad, backward_hooks).
void writeTensor(PickleWriter &pickle, const torch::Tensor &tensor, const std::string &key)
{
    const auto storage = std::find_if(kStorageTypes.begin(), kStorageTypes.end(), [&](auto &entry) {
        return entry.type == tensor.scalar_type();
    });
    TORCH_CHECK(storage != kStorageTypes.end(), "tensors of type ", tensor.scalar_type(),
                " cannot be saved");
    pickle.global("torch._utils", "_rebuild_tensor_v2");
    pickle.mark();
    pickle.mark();
    pickle.text("storage");
    pickle.global("torch", storage->name);
    pickle.text(key);
    pickle.text("cpu");
    pickle.integer(tensor.numel());
    pickle.tuple();
    pickle.persistentId();
    pickle.integer(0);
    for (const at::IntArrayRef numbers : {tensor.sizes(), tensor.strides()}) {
        pickle.mark();
        for (const std::int64_t number : numbers) {
            pickle.integer(number);
        }
        pickle.tuple();
    }
    pickle.boolean(false);
    pickle.global("collections", "OrderedDict");
    pickle.emptyTuple();
    pickle.reduce();
    pickle.tuple();
    pickle.reduce();
}

base::Error badCheckpoint(std::string problem, std::string place = {})
{
    return {.code = base::ErrorCode::BadFormat,
            .problem = std::move(problem),
            .place = std::move(place),
            .expected = "a checkpoint of Taloscope or of torch.save (PyTorch 1.6 or later)"};
}

// Turns pickled tensors into tensors, reading each storage of the archive once.
class TensorReader
{
public:
    explicit TensorReader(PyTorchStreamReader &archive)
        : m_archive(archive)
    {
    }

    base::Result<torch::Tensor> read(const PickleValue &value);

private:
    base::Result<torch::Tensor> storage(const PickleValue &reference);

    PyTorchStreamReader &m_archive;
    std::map<std::string, torch::Tensor> m_storages;
};

base::Result<torch::Tensor> TensorReader::storage(const PickleValue &reference)
{
    const auto *persistent = std::get_if<PicklePersistent>(&reference.value);
    const PickleSequence *id = persistent != nullptr ? persistent->id->sequence() : nullptr;
    if (id == nullptr || id->items.size() < 5 || id->items[2]->text() == nullptr ||
        id->items[4]->integer() == nullptr) {
        return base::fail(badCheckpoint("a tensor has no storage"));
    }
    const std::string key = *id->items[2]->text();
    if (const auto known = m_storages.find(key); known != m_storages.end()) {
        return known->second;
    }
    const std::string typeName = id->items[1]->globalName();
    const auto type = std::find_if(kStorageTypes.begin(), kStorageTypes.end(), [&](auto &entry) {
        return typeName == "torch " + std::string(entry.name);
    });
    if (type == kStorageTypes.end()) {
        return base::fail(badCheckpoint("tensors of type '" + typeName + "' are not known"));
    }
    const std::string record = "data/" + key;
    if (!m_archive.hasRecord(record)) {
        return base::fail(badCheckpoint("the record '" + record + "' is missing"));
    }
    const std::int64_t count = *id->items[4]->integer();
    const auto sizeBytes = static_cast<std::int64_t>(m_archive.getRecordSize(record));
    const auto itemBytes = static_cast<std::int64_t>(c10::elementSize(type->type));
    if (count < 0 || count > sizeBytes / itemBytes) {
        return base::fail(badCheckpoint(fmt::format(
            "the record '{}' holds {} bytes, too few for {} values", record, sizeBytes, count)));
    }
    if (sizeBytes % itemBytes != 0) {
        return base::fail(badCheckpoint(fmt::format(
            "the record '{}' holds {} bytes, no whole number of values", record, sizeBytes)));
    }
    torch::Tensor values = torch::empty({sizeBytes / itemBytes}, type->type);
    m_archive.getRecord(record, values.data_ptr(), static_cast<std::size_t>(sizeBytes));
    m_storages.emplace(key, values);
    return values;
}

// The numbers of a pickled tuple; nothing where it holds something else or a negative number.
std::optional<std::vector<std::int64_t>> sizesOf(const PickleValue &value)
{
    const PickleSequence *sequence = value.sequence();
    if (sequence == nullptr) {
        return std::nullopt;
    }
    std::vector<std::int64_t> numbers;
    for (const PickleRef &item : sequence->items) {
        if (item->integer() == nullptr || *item->integer() < 0) {
            return std::nullopt;
        }
        numbers.push_back(*item->integer());
    }
    return numbers;
}

// Whether a view of these sizes and strides stays inside `count` values; guards against overflow.
bool fitsStorage(std::int64_t offset, const std::vector<std::int64_t> &sizes,
                 const std::vector<std::int64_t> &strides, std::int64_t count)
{
    std::int64_t last = offset;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (sizes[i] == 0) {
            return true;
        }
        std::int64_t reach = 0;
        if (__builtin_mul_overflow(sizes[i] - 1, strides[i], &reach) ||
            __builtin_add_overflow(last, reach, &last)) {
            return false;
        }
    }
    return last < count;
}

// The arguments of a call of this function; null where the value is something else.
const PickleSequence *argumentsOf(const PickleValue &value, std::string_view function)
{
    const PickleCall *call = value.call();
    return call != nullptr && value.globalName() == function ? call->arguments->sequence()
                                                             : nullptr;
}

base::Result<torch::Tensor> TensorReader::read(const PickleValue &value)
{
    const PickleSequence *parameter = argumentsOf(value, "torch._utils _rebuild_parameter");
    const bool isParameter = parameter != nullptr && !parameter->items.empty();
    const PickleSequence *arguments =
        argumentsOf(isParameter ? *parameter->items[0] : value, "torch._utils _rebuild_tensor_v2");
    if (arguments == nullptr || arguments->items.size() < 4) {
        return base::fail(badCheckpoint("a value is no tensor"));
    }
    const torch::Tensor values = TRY(storage(*arguments->items[0]));
    const std::int64_t *offset = arguments->items[1]->integer();
    const auto sizes = sizesOf(*arguments->items[2]);
    const auto strides = sizesOf(*arguments->items[3]);
    if (offset == nullptr || *offset < 0 || !sizes || !strides ||
        sizes->size() != strides->size() ||
        !fitsStorage(*offset, *sizes, *strides, values.numel())) {
        return base::fail(badCheckpoint("a tensor reaches beyond its stored values"));
    }
    // A copy, so that tensors which shared a storage do not share it here.
    return values.as_strided(*sizes, *strides, *offset).clone(torch::MemoryFormat::Contiguous);
}

// The dict that holds the weights: the file's own, or the one of a training script's bundle.
const PickleDict *weightsOf(const PickleValue &root, WeightSet wanted)
{
    const bool wantsAverage = wanted == WeightSet::Averaged;
    for (const char *key : {wantsAverage ? "state_dict_ema" : "state_dict",
                            wantsAverage ? "state_dict" : "state_dict_ema", "model"}) {
        const PickleValue *inner = root.find(key);
        if (inner != nullptr && inner->dict() != nullptr) {
            return inner->dict();
        }
    }
    return root.dict();
}

void dropPrefixOfAll(NamedTensors &tensors, const std::string &prefix)
{
    const bool isOnAll = std::all_of(tensors.begin(), tensors.end(), [&](const auto &entry) {
        return entry.first.starts_with(prefix);
    });
    if (isOnAll) {
        for (auto &entry : tensors) {
            entry.first.erase(0, prefix.size());
        }
    }
}

base::Result<NamedTensors> readArchive(const std::filesystem::path &path, WeightSet wanted)
{
    PyTorchStreamReader archive(path.string());
    if (!archive.hasRecord("data.pkl")) {
        return base::fail(badCheckpoint("the record 'data.pkl' is missing"));
    }
    if (archive.hasRecord("byteorder")) {
        const auto [bytes, size] = archive.getRecord("byteorder");
        if (std::string_view(static_cast<const char *>(bytes.get()), size) != "little") {
            return base::fail(badCheckpoint("the values are in big-endian order"));
        }
    }
    const auto [bytes, size] = archive.getRecord("data.pkl");
    const Pickle pickle =
        TRY(readPickle(std::string_view(static_cast<const char *>(bytes.get()), size)));
    const PickleDict *weights = weightsOf(*pickle.root, wanted);
    if (weights == nullptr) {
        return base::fail(badCheckpoint("the file holds no dict of tensors"));
    }
    TensorReader reader(archive);
    NamedTensors tensors;
    for (const auto &[name, value] : weights->items) {
        if (name->text() == nullptr || value->call() == nullptr) {
            continue; // epoch numbers, settings and the like
        }
        auto tensor = reader.read(*value);
        if (!tensor) {
            return base::fail(std::move(tensor).error().at("'" + *name->text() + "'"));
        }
        tensors.emplace_back(*name->text(), *tensor);
    }
    if (tensors.empty() && !weights->items.empty()) {
        return base::fail(badCheckpoint("the file holds no tensors"));
    }
    dropPrefixOfAll(tensors, "module.");
    return tensors;
}

std::string shapeText(const torch::Tensor &tensor)
{
    return fmt::format("[{}]", fmt::join(tensor.sizes().begin(), tensor.sizes().end(), ", "));
}

// "a, b, c and 4 more"
std::string listText(const std::vector<std::string> &names)
{
    constexpr std::size_t kShown = 5;
    const std::size_t shown = std::min(names.size(), kShown);
    std::string text = fmt::format(
        "{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (names.size() > shown) {
        text += fmt::format(" and {} more", names.size() - shown);
    }
    return text;
}

template <typename T>
base::Result<std::vector<T>> readNumbers(const NamedTensors &all, const std::string &name)
{
    for (const auto &[entryName, tensor] : all) {
        if (entryName == name) {
            const torch::Tensor flat =
                tensor.to(torch::kCPU, c10::CppTypeToScalarType<T>::value).contiguous();
            return std::vector<T>(flat.data_ptr<T>(), flat.data_ptr<T>() + flat.numel());
        }
    }
    return base::fail(badCheckpoint("the entry '" + name + "' is missing"));
}

} // namespace

base::Result<void> saveTensors(const std::filesystem::path &path, const NamedTensors &tensors)
{
    base::AtomicFile file(path);
    std::ofstream stream(file.temporaryPath(), std::ios::binary | std::ios::trunc);
    const auto written = catchTorch("", [&]() -> base::Result<void> {
        std::vector<torch::Tensor> plain;
        PickleWriter pickle;
        pickle.emptyDict();
        pickle.mark();
        for (const auto &[name, tensor] : tensors) {
            plain.push_back(tensor.detach().to(torch::kCPU).contiguous());
            pickle.text(name);
            writeTensor(pickle, plain.back(), std::to_string(plain.size() - 1));
        }
        pickle.setItems();
        const std::string bytes = std::move(pickle).take();

        // The archive must not hear of a failed write: its destructor would throw. The stream
        // remembers it instead.
        PyTorchStreamWriter archive([&](const void *data, std::size_t size) -> std::size_t {
            stream.write(static_cast<const char *>(data), static_cast<std::streamsize>(size));
            return size;
        });
        archive.writeRecord("data.pkl", bytes.data(), bytes.size());
        archive.writeRecord("byteorder", "little", 6);
        for (std::size_t i = 0; i < plain.size(); ++i) {
            archive.writeRecord("data/" + std::to_string(i), plain[i].data_ptr(),
                                plain[i].nbytes());
        }
        archive.writeEndOfFile();
        return {};
    });
    stream.close();
    if (!stream) {
        return base::fail({.code = base::ErrorCode::Io,
                           .problem = "the checkpoint cannot be written",
                           .file = path.string(),
                           .expected = "a folder that may be written to and room on its disk"});
    }
    if (!written) {
        return base::fail(base::Error(written.error()).in(path.string()));
    }
    return file.commit();
}

base::Result<NamedTensors> loadTensors(const std::filesystem::path &path, WeightSet wanted)
{
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path)) {
        return base::fail({.code = base::ErrorCode::NotFound,
                           .problem = "the checkpoint cannot be opened",
                           .file = path.string(),
                           .expected = "a readable file"});
    }
    char magic[2] = {};
    file.read(magic, sizeof magic);
    if (std::string_view(magic, sizeof magic) != "PK") {
        return base::fail(badCheckpoint("the file is no zip archive").in(path.string()));
    }
    auto tensors = catchTorch("", [&] { return readArchive(path, wanted); });
    if (!tensors) {
        base::Error error = std::move(tensors).error();
        // What the archive reader throws about a damaged file is the file's fault, not ours.
        if (error.code == base::ErrorCode::Internal) {
            error = badCheckpoint("the archive is damaged");
        }
        return base::fail(std::move(error).in(path.string()));
    }
    return tensors;
}

NamedTensors stateOf(const torch::nn::Module &module)
{
    NamedTensors state;
    for (const auto &entry : module.named_parameters(true)) {
        state.emplace_back(entry.key(), entry.value());
    }
    for (const auto &entry : module.named_buffers(true)) {
        state.emplace_back(entry.key(), entry.value());
    }
    return state;
}

base::Result<void> assignTensors(const std::filesystem::path &path, const NamedTensors &from,
                                 const NamedTensors &into)
{
    std::map<std::string, torch::Tensor> given(from.begin(), from.end());
    std::set<std::string> known;
    std::vector<std::string> missing;
    std::vector<std::string> misshapen;
    for (const auto &[name, target] : into) {
        known.insert(name);
        const auto found = given.find(name);
        if (found == given.end()) {
            missing.push_back(name);
        } else if (found->second.sizes() != target.sizes()) {
            misshapen.push_back(fmt::format("{} is {} instead of {}", name,
                                            shapeText(found->second), shapeText(target)));
        }
    }
    std::vector<std::string> unexpected;
    for (const auto &entry : from) {
        if (!known.contains(entry.first)) {
            unexpected.push_back(entry.first);
        }
    }
    std::vector<std::string> problems;
    for (const auto &[title, names] :
         {std::pair{"missing: ", missing}, std::pair{"unexpected: ", unexpected},
          std::pair{"wrong shape: ", misshapen}}) {
        if (!names.empty()) {
            problems.push_back(title + listText(names));
        }
    }
    if (!problems.empty()) {
        return base::fail({.code = base::ErrorCode::BadValue,
                           .problem = fmt::format("the weights do not fit the network ({})",
                                                  fmt::join(problems, "; ")),
                           .file = path.string(),
                           .expected = "a checkpoint of the same network and the same settings"});
    }
    return catchTorch("", [&]() -> base::Result<void> {
        const torch::NoGradGuard noGrad;
        for (const auto &[name, target] : into) {
            torch::Tensor writable = target;
            writable.copy_(given.at(name));
        }
        return {};
    });
}

NamedTensors withoutPrefix(const NamedTensors &all, const std::string &prefix)
{
    NamedTensors part;
    for (const auto &[name, tensor] : all) {
        if (name.starts_with(prefix)) {
            part.emplace_back(name.substr(prefix.size()), tensor);
        }
    }
    return part;
}

void appendWithPrefix(NamedTensors &all, const std::string &prefix, const NamedTensors &part)
{
    for (const auto &[name, tensor] : part) {
        all.emplace_back(prefix + name, tensor);
    }
}

torch::Tensor integersTensor(const std::vector<std::int64_t> &values)
{
    return torch::tensor(values, torch::kInt64);
}

torch::Tensor doublesTensor(const std::vector<double> &values)
{
    return torch::tensor(values, torch::kFloat64);
}

base::Result<std::vector<std::int64_t>> readIntegers(const NamedTensors &all,
                                                     const std::string &name)
{
    return readNumbers<std::int64_t>(all, name);
}

base::Result<std::vector<double>> readDoubles(const NamedTensors &all, const std::string &name)
{
    return readNumbers<double>(all, name);
}

} // namespace core::ml
