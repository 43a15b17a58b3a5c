#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace core::base {

// XXH3-128, for identity of content; no protection against a forger.
class Hasher
{
public:
    Hasher();
    ~Hasher();
    Hasher(Hasher &&) noexcept;
    Hasher &operator=(Hasher &&) noexcept;

    void add(const void *data, std::size_t sizeBytes);
    void add(std::string_view text) { add(text.data(), text.size()); }

    // 32 hexadecimal digits of what was added so far.
    std::string hex() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// Hash of a text, and of a file's content. Blocking; reads the file once, in blocks.
std::string hashText(std::string_view text);
Result<std::string> hashFile(const std::filesystem::path &path);
// Of the first MiB of a file: tells a video that was moved from another one of the same name.
Result<std::string> hashHead(const std::filesystem::path &path);

} // namespace core::base
