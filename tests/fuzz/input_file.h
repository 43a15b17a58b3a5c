#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

namespace fuzz {

// The input as text.
inline std::string_view textOf(const std::uint8_t *data, std::size_t size)
{
    return {reinterpret_cast<const char *>(data), size};
}

// The input as a file, for readers of files; one a process, gone at its end.
class InputFile
{
public:
    explicit InputFile(const char *suffix)
        : m_folder(std::filesystem::temp_directory_path() /
                   ("taloscope-fuzz-" + std::to_string(::getpid())))
        , m_path(m_folder / (std::string("input") + suffix))
    {
        std::filesystem::create_directories(m_folder);
    }
    ~InputFile()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    InputFile(const InputFile &) = delete;
    InputFile &operator=(const InputFile &) = delete;

    const std::filesystem::path &write(const std::uint8_t *data, std::size_t size) const
    {
        std::ofstream file(m_path, std::ios::binary | std::ios::trunc);
        file.write(reinterpret_cast<const char *>(data), static_cast<std::streamsize>(size));
        return m_path;
    }
    const std::filesystem::path &folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    std::filesystem::path m_path;
};

} // namespace fuzz
