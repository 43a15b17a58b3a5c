// A card that is none. Built as libtorch_cuda.so and found before libtorch's own, it gives a
// program one CUDA device whose memory is the machine's and whose arithmetic is the CPU's. Tensors
// on it carry CUDA's key, so an operation that mixes them with the CPU's fails as on a card; their
// memory is counted, ends at TALOSCOPE_CARD_BYTES and cannot be read but by operations. It shows
// where tensors are and what happens when memory runs out, not what CUDA's kernels compute.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <string_view>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/EmptyTensor.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <ATen/native/CPUFallback.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/unfold_native.h>
#include <ATen/ops/view_native.h>
#include <c10/core/CachingDeviceAllocator.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <sys/mman.h>
#include <torch/library.h>

namespace {

const at::Device kCard{at::kCUDA, 0};

std::size_t bytesOfCard()
{
    const char *text = std::getenv("TALOSCOPE_CARD_BYTES");
    return text != nullptr ? std::strtoull(text, nullptr, 10) : SIZE_MAX;
}

// What one tensor or several share. Closed: a program that reads it by itself, and not by an
// operation of libtorch's, ends as it would with a card's address.
class Block
{
public:
    explicit Block(std::size_t bytes)
        : m_bytes(bytes)
        , m_data(mmap(nullptr, mapped(), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    {
        TORCH_CHECK(m_data != MAP_FAILED, "the stand-in for a card gets no memory");
    }
    ~Block() { munmap(m_data, mapped()); }
    Block(const Block &) = delete;
    Block &operator=(const Block &) = delete;

    void *data() const { return m_data; }
    std::size_t bytes() const { return m_bytes; }
    void open() { count(1); }
    void close() { count(-1); }

private:
    std::size_t mapped() const { return std::max<std::size_t>(m_bytes, 1); }
    void count(int step)
    {
        const std::lock_guard lock(m_mutex);
        m_users += step;
        mprotect(m_data, mapped(), m_users > 0 ? PROT_READ | PROT_WRITE : PROT_NONE);
    }

    const std::size_t m_bytes;
    void *const m_data;
    std::mutex m_mutex;
    int m_users = 0;
};

// A tensor's memory as the CPU sees it, for a scope.
class OnHost
{
public:
    explicit OnHost(const at::Tensor &tensor)
        : m_block(tensor.is_cuda() ? static_cast<Block *>(tensor.storage().data_ptr().get_context())
                                   : nullptr)
        , m_tensor(tensor)
    {
        if (m_block != nullptr) {
            m_block->open();
            m_tensor = at::from_blob(tensor.data_ptr(), tensor.sizes(), tensor.strides(),
                                     at::TensorOptions(tensor.scalar_type()).device(at::kCPU));
        }
    }
    ~OnHost()
    {
        if (m_block != nullptr) {
            m_block->close();
        }
    }
    OnHost(const OnHost &) = delete;
    OnHost &operator=(const OnHost &) = delete;

    const at::Tensor &tensor() const { return m_tensor; }

private:
    Block *m_block;
    at::Tensor m_tensor;
};

// The card's memory, of which nothing is kept in reserve.
class CardMemory final : public c10::DeviceAllocator
{
public:
    c10::DataPtr allocate(std::size_t bytes) override
    {
        {
            const std::lock_guard lock(m_mutex);
            const auto used = static_cast<std::size_t>(m_allocated.current);
            TORCH_CHECK_WITH(OutOfMemoryError, bytes <= m_limit - std::min(m_limit, used),
                             "CUDA out of memory. Tried to allocate ", bytes, " bytes; ", used,
                             " of ", m_limit, " are in use.");
            m_allocated.increase(bytes);
        }
        auto *block = new Block(bytes);
        return {block->data(), block, &CardMemory::release, kCard};
    }
    void copy_data(void *, const void *, std::size_t) const override
    {
        TORCH_CHECK(false, "nothing copies a card's memory by its address");
    }
    bool initialized() override { return true; }
    void emptyCache(c10::MempoolId_t) override {}
    void recordStream(const c10::DataPtr &, c10::Stream) override {}
    c10::CachingDeviceAllocator::DeviceStats getDeviceStats(c10::DeviceIndex) override
    {
        const std::lock_guard lock(m_mutex);
        c10::CachingDeviceAllocator::DeviceStats stats;
        stats.allocated_bytes[0] = m_allocated;
        stats.reserved_bytes[0] = m_allocated;
        return stats;
    }
    void resetAccumulatedStats(c10::DeviceIndex) override {}
    void resetPeakStats(c10::DeviceIndex) override
    {
        const std::lock_guard lock(m_mutex);
        m_allocated.reset_peak();
    }

private:
    static void release(void *context);

    const std::size_t m_limit = bytesOfCard();
    std::mutex m_mutex;
    c10::CachingAllocator::Stat m_allocated;
};

CardMemory &cardMemory()
{
    static auto *memory = new CardMemory; // outlives every tensor
    return *memory;
}

void CardMemory::release(void *context)
{
    auto *block = static_cast<Block *>(context);
    CardMemory &memory = cardMemory();
    {
        const std::lock_guard lock(memory.m_mutex);
        memory.m_allocated.decrease(block->bytes());
    }
    delete block;
}

// The machine's memory that the card may read by itself: what is asked for here is pinned.
class PinnedMemory final : public c10::Allocator
{
public:
    c10::DataPtr allocate(std::size_t bytes) override
    {
        void *data = std::malloc(std::max<std::size_t>(bytes, 1));
        const std::lock_guard lock(m_mutex);
        m_blocks.insert(data);
        return {data, data, &PinnedMemory::release, at::kCPU};
    }
    void copy_data(void *to, const void *from, std::size_t bytes) const override
    {
        std::memcpy(to, from, bytes);
    }
    bool holds(const void *data)
    {
        const std::lock_guard lock(m_mutex);
        return m_blocks.contains(data);
    }

private:
    static void release(void *data);

    std::mutex m_mutex;
    std::set<const void *> m_blocks;
};

PinnedMemory &pinnedMemory()
{
    static auto *memory = new PinnedMemory; // outlives every tensor
    return *memory;
}

void PinnedMemory::release(void *data)
{
    PinnedMemory &memory = pinnedMemory();
    const std::lock_guard lock(memory.m_mutex);
    memory.m_blocks.erase(data);
    std::free(data);
}

// What libtorch asks of CUDA outside of operations. Random numbers are the CPU's.
struct CardHooks final : at::CUDAHooksInterface
{
    explicit CardHooks(at::CUDAHooksArgs) {}

    void init() const override {}
    bool isBuilt() const override { return true; }
    bool isAvailable() const override { return true; }
    bool hasCUDA() const override { return true; }
    bool hasPrimaryContext(at::DeviceIndex) const override { return true; }
    int getNumGPUs() const override { return 1; }
    at::DeviceIndex deviceCount() const override { return 1; }
    at::DeviceIndex current_device() const override { return 0; }
    at::DeviceIndex getCurrentDevice() const override { return 0; }
    void setCurrentDevice(at::DeviceIndex) const override {}
    at::DeviceIndex exchangeDevice(at::DeviceIndex) const override { return 0; }
    at::DeviceIndex maybeExchangeDevice(at::DeviceIndex) const override { return 0; }
    void deviceSynchronize(at::DeviceIndex) const override {}
    at::Device getDeviceFromPtr(void *) const override { return kCard; }
    const at::Generator &getDefaultGenerator(at::DeviceIndex) const override
    {
        return at::detail::getDefaultCPUGenerator();
    }
    at::Generator getNewGenerator(at::DeviceIndex) const override
    {
        return at::detail::createCPUGenerator();
    }
    at::Allocator *getPinnedMemoryAllocator() const override { return &pinnedMemory(); }
    bool isPinnedPtr(const void *data) const override { return pinnedMemory().holds(data); }
};

// One device, one stream.
struct CardGuard final : c10::impl::NoOpDeviceGuardImpl<at::kCUDA>
{
    at::Device exchangeDevice(at::Device) const override { return kCard; }
    at::Device getDevice() const override { return kCard; }
    c10::Stream getStream(at::Device) const noexcept override
    {
        return c10::Stream(c10::Stream::DEFAULT, kCard);
    }
    c10::Stream getNewStream(at::Device, int) const override
    {
        return c10::Stream(c10::Stream::DEFAULT, kCard);
    }
    c10::Stream exchangeStream(c10::Stream) const noexcept override
    {
        return c10::Stream(c10::Stream::DEFAULT, kCard);
    }
};

at::Tensor makeEmpty(at::IntArrayRef size, std::optional<at::ScalarType> type,
                     std::optional<at::Layout>, std::optional<at::Device>, std::optional<bool>,
                     std::optional<at::MemoryFormat> format)
{
    return at::detail::empty_generic(size, &cardMemory(),
                                     c10::DispatchKeySet(c10::DispatchKey::CUDA),
                                     c10::dtype_or_default(type), format);
}

at::Tensor makeEmptyStrided(at::IntArrayRef size, at::IntArrayRef stride,
                            std::optional<at::ScalarType> type, std::optional<at::Layout>,
                            std::optional<at::Device>, std::optional<bool>)
{
    return at::detail::empty_strided_generic(size, stride, &cardMemory(),
                                             c10::DispatchKeySet(c10::DispatchKey::CUDA),
                                             c10::dtype_or_default(type));
}

at::Tensor &copyInto(at::Tensor &into, const at::Tensor &from, bool)
{
    const OnHost source(from);
    const OnHost target(into);
    target.tensor().copy_(source.tensor());
    return into;
}

at::Tensor copyFrom(const at::Tensor &from, const at::Tensor &into, bool)
{
    at::Tensor target = into;
    return copyInto(target, from, false);
}

const at::Tensor &resizeOnCard(const at::Tensor &tensor, at::IntArrayRef size,
                               std::optional<at::MemoryFormat>)
{
    c10::TensorImpl *impl = tensor.unsafeGetTensorImpl();
    impl->set_sizes_contiguous(size);
    const std::size_t bytes = at::detail::computeStorageNbytesContiguous(
        size, tensor.element_size(), static_cast<std::size_t>(tensor.storage_offset()));
    const at::Storage &storage = tensor.storage();
    if (bytes > storage.nbytes()) {
        c10::DataPtr larger = cardMemory().allocate(bytes);
        auto *from = static_cast<Block *>(storage.data_ptr().get_context());
        auto *into = static_cast<Block *>(larger.get_context());
        from->open();
        into->open();
        std::memcpy(larger.get(), storage.data(), storage.nbytes());
        from->close();
        into->close();
        storage.set_data_ptr_noswap(std::move(larger));
        storage.set_nbytes(bytes);
    }
    return tensor;
}

at::Tensor copyFromAndResize(const at::Tensor &from, const at::Tensor &into)
{
    resizeOnCard(into, from.sizes(), {});
    return copyFrom(from, into, false);
}

// As CUDA's operations do: all tensors on the card but numbers, and indices of what is on it.
void refuseMixed(const c10::OperatorHandle &op, const c10::Stack &stack)
{
    const std::string_view name = op.schema().name();
    const bool isIndexing = name == "aten::index" || name == "aten::index_put_" ||
                            name == "aten::_index_put_impl_" || name == "aten::index_put";
    const auto refuse = [&](const at::Tensor &tensor) {
        TORCH_CHECK(!tensor.defined() || tensor.is_cuda() || tensor.dim() == 0,
                    "Expected all tensors to be on the same device, but found at least two "
                    "devices, cuda:0 and cpu! (in ",
                    name, ")");
    };
    const std::size_t count = op.schema().arguments().size();
    for (std::size_t i = stack.size() - count; i < stack.size(); ++i) {
        const c10::IValue &argument = stack[i];
        if (argument.isTensor()) {
            refuse(argument.toTensor());
        } else if (argument.isTensorList() && !isIndexing) {
            for (const at::Tensor &tensor : argument.toTensorVector()) {
                refuse(tensor);
            }
        }
    }
}

void computeOnHost(const c10::OperatorHandle &op, c10::Stack *stack)
{
    refuseMixed(op, *stack);
    at::native::cpu_fallback(op, stack);
}

const bool isAllocatorSet = [] {
    c10::SetAllocator(at::kCUDA, &cardMemory());
    return true;
}();

} // namespace

namespace at {

C10_REGISTER_CLASS(CUDAHooksRegistry, CUDAHooks, CardHooks)

} // namespace at

namespace c10::impl {

C10_REGISTER_GUARD_IMPL(CUDA, CardGuard)

} // namespace c10::impl

TORCH_LIBRARY_IMPL(_, CUDA, library)
{
    library.fallback(torch::CppFunction::makeFromBoxedFunction<&computeOnHost>());
}

TORCH_LIBRARY_IMPL(aten, CUDA, library)
{
    library.impl("empty.memory_format", makeEmpty);
    library.impl("empty_strided", makeEmptyStrided);
    library.impl("copy_", copyInto);
    library.impl("_copy_from", copyFrom);
    library.impl("_copy_from_and_resize", copyFromAndResize);
    library.impl("resize_", resizeOnCard);
    library.impl("as_strided", at::native::as_strided_tensorimpl);
    library.impl("view", at::native::view);
    library.impl("_reshape_alias", at::native::_reshape_alias);
    library.impl("unfold", at::native::unfold);
    // Whole, as the CPU computes them, not in the parts that libtorch makes for a card without
    // cuDNN.
    library.impl("convolution", torch::CppFunction::makeFromBoxedFunction<&computeOnHost>());
    library.impl("convolution_backward",
                 torch::CppFunction::makeFromBoxedFunction<&computeOnHost>());
}
