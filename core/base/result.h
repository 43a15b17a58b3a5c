#pragma once

#include <type_traits>
#include <utility>

#include <tl/expected.hpp>

#include "core/base/error.h"

namespace core::base {

// A value, or why there is none. Nothing of ours throws across a module.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error>
{
public:
    using tl::expected<T, Error>::expected;
};

// `return fail({.code = …, .problem = …});` in a function that returns a Result.
inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

// What TRY() is worth: the value, nothing where the result holds none.
template <typename T>
T takeValue(Result<T> &&result)
{
    if constexpr (!std::is_void_v<T>) {
        return *std::move(result);
    }
}

} // namespace core::base

// The value of a Result, or return its error from the surrounding function: `auto x =
// TRY(read());`, `TRY(check());`
#define TRY(expression) TALOSCOPE_TRY_NAMED(expression, __COUNTER__)
#define TALOSCOPE_TRY_NAMED(expression, number) TALOSCOPE_TRY_BODY(expression, number)
#define TALOSCOPE_TRY_BODY(expression, number)                                                     \
    __extension__({                                                                                \
        auto tryResult##number = (expression);                                                     \
        if (!tryResult##number) {                                                                  \
            return ::core::base::fail(std::move(tryResult##number).error());                       \
        }                                                                                          \
        ::core::base::takeValue(std::move(tryResult##number));                                     \
    })
