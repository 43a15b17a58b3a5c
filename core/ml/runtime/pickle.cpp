#include "core/ml/runtime/pickle.h"

#include <bit>
#include <cstring>
#include <optional>
#include <unordered_map>

namespace core::ml {

namespace {

// The stack machine that a pickle is a program for (Python's pickletools documents every opcode).
class Reader
{
public:
    explicit Reader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }

    base::Result<Pickle> run();

private:
    // Carries one opcode out; false where it is unknown or the data does not fit it.
    bool step(unsigned char opcode);
    bool stepText(unsigned char opcode);
    bool stepNumber(unsigned char opcode);
    bool stepMemo(unsigned char opcode);
    bool stepContainer(unsigned char opcode);
    bool stepObject(unsigned char opcode);

    bool take(std::size_t count, std::string_view &out);
    template <typename T>
    bool takeNumber(T &out);
    bool takeLine(std::string_view &out);
    bool pushText(std::uint64_t size);

    template <typename T>
    void push(T value)
    {
        m_values.emplace_back().value = std::move(value);
        m_stack.push_back(&m_values.back());
    }
    bool pop(PickleRef &out);
    bool popToMark(std::vector<PickleRef> &out);
    bool makeTuple(std::size_t count);
    bool appendItems(const std::vector<PickleRef> &items);
    bool setItems(const std::vector<PickleRef> &keysAndValues);
    bool makeCall();

    std::string_view m_bytes;
    std::size_t m_at = 0;
    std::deque<PickleValue> m_values;
    std::vector<PickleValue *> m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint64_t, PickleValue *> m_memo;
};

bool Reader::take(std::size_t count, std::string_view &out)
{
    if (count > m_bytes.size() - m_at) {
        return false;
    }
    out = m_bytes.substr(m_at, count);
    m_at += count;
    return true;
}

template <typename T>
bool Reader::takeNumber(T &out)
{
    std::string_view bytes;
    if (!take(sizeof(T), bytes)) {
        return false;
    }
    std::memcpy(&out, bytes.data(), sizeof(T));
    return true;
}

bool Reader::takeLine(std::string_view &out)
{
    const std::size_t end = m_bytes.find('\n', m_at);
    if (end == std::string_view::npos) {
        return false;
    }
    out = m_bytes.substr(m_at, end - m_at);
    m_at = end + 1;
    return true;
}

bool Reader::pushText(std::uint64_t size)
{
    std::string_view text;
    if (!take(size, text)) {
        return false;
    }
    push(std::string(text));
    return true;
}

bool Reader::pop(PickleRef &out)
{
    if (m_stack.empty() || (!m_marks.empty() && m_stack.size() <= m_marks.back())) {
        return false;
    }
    out = m_stack.back();
    m_stack.pop_back();
    return true;
}

bool Reader::popToMark(std::vector<PickleRef> &out)
{
    if (m_marks.empty()) {
        return false;
    }
    const auto from = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    out.assign(from, m_stack.end());
    m_stack.erase(from, m_stack.end());
    m_marks.pop_back();
    return true;
}

bool Reader::makeTuple(std::size_t count)
{
    PickleSequence sequence{std::vector<PickleRef>(count)};
    for (std::size_t i = count; i > 0; --i) {
        if (!pop(sequence.items[i - 1])) {
            return false;
        }
    }
    push(std::move(sequence));
    return true;
}

bool Reader::appendItems(const std::vector<PickleRef> &items)
{
    if (m_stack.empty()) {
        return false;
    }
    // Appending to something that is not a list (the state of an unknown object) is of no interest.
    if (auto *list = std::get_if<PickleSequence>(&m_stack.back()->value)) {
        list->items.insert(list->items.end(), items.begin(), items.end());
    }
    return true;
}

bool Reader::setItems(const std::vector<PickleRef> &keysAndValues)
{
    if (m_stack.empty() || keysAndValues.size() % 2 != 0) {
        return false;
    }
    if (auto *dict = std::get_if<PickleDict>(&m_stack.back()->value)) {
        for (std::size_t i = 0; i < keysAndValues.size(); i += 2) {
            dict->items.emplace_back(keysAndValues[i], keysAndValues[i + 1]);
        }
    }
    return true;
}

bool Reader::makeCall()
{
    PickleRef arguments = nullptr;
    PickleRef callable = nullptr;
    if (!pop(arguments) || !pop(callable)) {
        return false;
    }
    const auto *global = std::get_if<PickleGlobal>(&callable->value);
    if (global != nullptr && global->name == "collections OrderedDict") {
        push(PickleDict{});
    } else {
        push(PickleCall{callable, arguments});
    }
    return true;
}

bool Reader::stepText(unsigned char opcode)
{
    std::uint8_t size8 = 0;
    std::uint32_t size32 = 0;
    std::uint64_t size64 = 0;
    switch (opcode) {
    case 'X': // BINUNICODE
    case 'T': // BINSTRING
    case 'B': // BINBYTES
        return takeNumber(size32) && pushText(size32);
    case 'U':  // SHORT_BINSTRING
    case 'C':  // SHORT_BINBYTES
    case 0x8c: // SHORT_BINUNICODE
        return takeNumber(size8) && pushText(size8);
    case 0x8d: // BINUNICODE8
    case 0x8e: // BINBYTES8
        return takeNumber(size64) && pushText(size64);
    default:
        return stepNumber(opcode);
    }
}

bool Reader::stepNumber(unsigned char opcode)
{
    std::uint8_t byte = 0;
    std::uint16_t word = 0;
    std::int32_t integer = 0;
    std::uint64_t bits = 0;
    std::string_view digits;
    switch (opcode) {
    case 'N': // NONE
        push(std::monostate{});
        return true;
    case 0x88: // NEWTRUE
    case 0x89: // NEWFALSE
        push(opcode == 0x88);
        return true;
    case 'J': // BININT
        if (!takeNumber(integer)) {
            return false;
        }
        push(std::int64_t{integer});
        return true;
    case 'K': // BININT1
        if (!takeNumber(byte)) {
            return false;
        }
        push(std::int64_t{byte});
        return true;
    case 'M': // BININT2
        if (!takeNumber(word)) {
            return false;
        }
        push(std::int64_t{word});
        return true;
    case 0x8a: { // LONG1: little-endian two's complement; longer than int64 is no size of ours
        if (!takeNumber(byte) || byte > 8 || !take(byte, digits)) {
            return false;
        }
        std::uint64_t value = !digits.empty() && (digits.back() & 0x80) != 0 ? ~0ULL : 0ULL;
        std::memcpy(&value, digits.data(), digits.size());
        push(static_cast<std::int64_t>(value));
        return true;
    }
    case 'G': // BINFLOAT, big-endian
        if (!takeNumber(bits)) {
            return false;
        }
        push(std::bit_cast<double>(__builtin_bswap64(bits)));
        return true;
    default:
        return stepMemo(opcode);
    }
}

bool Reader::stepMemo(unsigned char opcode)
{
    std::uint8_t byte = 0;
    std::uint32_t word = 0;
    const auto store = [this](std::uint64_t key) {
        if (m_stack.empty()) {
            return false;
        }
        m_memo[key] = m_stack.back();
        return true;
    };
    const auto recall = [this](std::uint64_t key) {
        const auto found = m_memo.find(key);
        if (found == m_memo.end()) {
            return false;
        }
        m_stack.push_back(found->second);
        return true;
    };
    switch (opcode) {
    case 'q': // BINPUT
        return takeNumber(byte) && store(byte);
    case 'r': // LONG_BINPUT
        return takeNumber(word) && store(word);
    case 0x94: // MEMOIZE
        return store(m_memo.size());
    case 'h': // BINGET
        return takeNumber(byte) && recall(byte);
    case 'j': // LONG_BINGET
        return takeNumber(word) && recall(word);
    default:
        return stepContainer(opcode);
    }
}

bool Reader::stepContainer(unsigned char opcode)
{
    std::vector<PickleRef> items;
    switch (opcode) {
    case '(': // MARK
        m_marks.push_back(m_stack.size());
        return true;
    case '}': // EMPTY_DICT
        push(PickleDict{});
        return true;
    case ']':  // EMPTY_LIST
    case ')':  // EMPTY_TUPLE
    case 0x8f: // EMPTY_SET
        push(PickleSequence{});
        return true;
    case 't':  // TUPLE
    case 'l':  // LIST
    case 0x91: // FROZENSET
        if (!popToMark(items)) {
            return false;
        }
        push(PickleSequence{std::move(items)});
        return true;
    case 0x85: // TUPLE1
    case 0x86: // TUPLE2
    case 0x87: // TUPLE3
        return makeTuple(opcode - 0x84U);
    case 'a': // APPEND
        items.resize(1);
        return pop(items[0]) && appendItems(items);
    case 'e':  // APPENDS
    case 0x90: // ADDITEMS
        return popToMark(items) && appendItems(items);
    case 's': // SETITEM
        items.resize(2);
        return pop(items[1]) && pop(items[0]) && setItems(items);
    case 'u': // SETITEMS
        return popToMark(items) && setItems(items);
    default:
        return stepObject(opcode);
    }
}

bool Reader::stepObject(unsigned char opcode)
{
    PickleRef first = nullptr;
    PickleRef second = nullptr;
    std::string_view module;
    std::string_view attribute;
    switch (opcode) {
    case 'c': // GLOBAL
        if (!takeLine(module) || !takeLine(attribute)) {
            return false;
        }
        push(PickleGlobal{std::string(module) + ' ' + std::string(attribute)});
        return true;
    case 0x93: // STACK_GLOBAL
        if (!pop(second) || !pop(first) || first->text() == nullptr || second->text() == nullptr) {
            return false;
        }
        push(PickleGlobal{*first->text() + ' ' + *second->text()});
        return true;
    case 'R':  // REDUCE
    case 0x81: // NEWOBJ
        return makeCall();
    case 'Q': // BINPERSID
        if (!pop(first)) {
            return false;
        }
        push(PicklePersistent{first});
        return true;
    case 'b': // BUILD: the attributes of an object (an OrderedDict's version notes)
    case '0': // POP
        return pop(first);
    default:
        return false;
    }
}

bool Reader::step(unsigned char opcode)
{
    std::string_view ignored;
    switch (opcode) {
    case 0x80: // PROTO
        return take(1, ignored);
    case 0x95: // FRAME
        return take(8, ignored);
    default:
        return stepText(opcode);
    }
}

base::Result<Pickle> Reader::run()
{
    const auto fail = [](std::size_t at) {
        return base::fail({.code = base::ErrorCode::BadFormat,
                           .problem = "the pickled data is damaged or not a checkpoint",
                           .place = "byte " + std::to_string(at),
                           .expected = "the pickle that torch.save writes"});
    };
    while (m_at < m_bytes.size()) {
        const std::size_t at = m_at;
        const auto opcode = static_cast<unsigned char>(m_bytes[m_at++]);
        if (opcode == '.') { // STOP
            PickleRef root = nullptr;
            if (!pop(root)) {
                return fail(at);
            }
            return Pickle{std::make_unique<const std::deque<PickleValue>>(std::move(m_values)),
                          root};
        }
        if (!step(opcode)) {
            return fail(at);
        }
    }
    return fail(m_at);
}

} // namespace

std::string PickleValue::globalName() const
{
    if (const auto *global = std::get_if<PickleGlobal>(&value)) {
        return global->name;
    }
    if (const auto *made = call()) {
        const auto *global = std::get_if<PickleGlobal>(&made->callable->value);
        return global != nullptr ? global->name : std::string();
    }
    return {};
}

const PickleValue *PickleValue::find(std::string_view key) const
{
    if (const PickleDict *entries = dict()) {
        for (const auto &[name, entry] : entries->items) {
            if (name->text() != nullptr && *name->text() == key) {
                return entry;
            }
        }
    }
    return nullptr;
}

base::Result<Pickle> readPickle(std::string_view bytes)
{
    return Reader(bytes).run();
}

PickleWriter::PickleWriter()
    : m_bytes("\x80\x02")
{
}

void PickleWriter::text(std::string_view text)
{
    const auto size = static_cast<std::uint32_t>(text.size());
    m_bytes += 'X';
    m_bytes.append(reinterpret_cast<const char *>(&size), sizeof size);
    m_bytes += text;
}

void PickleWriter::integer(std::int64_t value)
{
    m_bytes += '\x8a';
    m_bytes += static_cast<char>(sizeof value);
    m_bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
}

void PickleWriter::global(std::string_view module, std::string_view attribute)
{
    m_bytes += 'c';
    m_bytes += module;
    m_bytes += '\n';
    m_bytes += attribute;
    m_bytes += '\n';
}

std::string PickleWriter::take() &&
{
    m_bytes += '.';
    return std::move(m_bytes);
}

} // namespace core::ml
