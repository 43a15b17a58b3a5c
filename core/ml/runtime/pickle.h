#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace core::ml {

// The part of Python's pickle format that checkpoints consist of (protocols 2 to 4). Reading runs
// no code: classes and functions stay names, and what they would have built stays a call with its
// arguments, so a hostile file can at worst be refused.

struct PickleValue;
// A value of the same pickle, which owns it. Values may nest as deep as the file likes, and hold
// themselves: whoever follows references must not do so without an end.
using PickleRef = const PickleValue *;

// A class or function: "torch FloatStorage".
struct PickleGlobal
{
    std::string name; // module, a space, attribute
};
// A tuple, list or set.
struct PickleSequence
{
    std::vector<PickleRef> items;
};
// A dictionary, in file order.
struct PickleDict
{
    std::vector<std::pair<PickleRef, PickleRef>> items;
};
// callable(arguments), not carried out.
struct PickleCall
{
    PickleRef callable;
    PickleRef arguments;
};
// A reference out of the pickle: a tensor's storage.
struct PicklePersistent
{
    PickleRef id;
};

// A value of a pickle, as plain data: nothing of the file is run. monostate: None. The accessors
// give null for a value of another type.
struct PickleValue
{
    std::variant<std::monostate, bool, std::int64_t, double, std::string, PickleGlobal,
                 PickleSequence, PickleDict, PickleCall, PicklePersistent>
        value;

    const std::string *text() const { return std::get_if<std::string>(&value); }
    const std::int64_t *integer() const { return std::get_if<std::int64_t>(&value); }
    const PickleSequence *sequence() const { return std::get_if<PickleSequence>(&value); }
    const PickleDict *dict() const { return std::get_if<PickleDict>(&value); }
    const PickleCall *call() const { return std::get_if<PickleCall>(&value); }
    // The name of a global, or of the callable of a call; empty for everything else.
    std::string globalName() const;
    // The entry of a dict under a text key, or null.
    const PickleValue *find(std::string_view key) const;
};

// A pickle that was read, with everything in it.
struct Pickle
{
    std::unique_ptr<const std::deque<PickleValue>> values;
    PickleRef root = nullptr;
};

// Reads one pickle. collections.OrderedDict counts as a dict. BadFormat (place: "byte N") where the
// data is cut short or uses what checkpoints do not.
base::Result<Pickle> readPickle(std::string_view bytes);

// Writes a pickle of protocol 2 by appending opcodes; the caller keeps them balanced.
class PickleWriter
{
public:
    PickleWriter();

    void emptyDict() { m_bytes += '}'; }
    void mark() { m_bytes += '('; }
    void setItems() { m_bytes += 'u'; }
    void tuple() { m_bytes += 't'; } // of everything since the mark
    void reduce() { m_bytes += 'R'; }
    void persistentId() { m_bytes += 'Q'; }
    void boolean(bool value) { m_bytes += value ? '\x88' : '\x89'; }
    void emptyTuple() { m_bytes += ')'; }
    void text(std::string_view text);
    void integer(std::int64_t value);
    void global(std::string_view module, std::string_view attribute);

    // The finished pickle.
    std::string take() &&;

private:
    std::string m_bytes;
};

} // namespace core::ml
