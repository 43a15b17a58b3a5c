# The language, the warnings and the instrumentation that every target of ours is built with, as the
# interface target `project_options`, and the function that makes a folder a static library.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
    # The sloppiness is what ccache asks for where precompiled headers are used.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime;${CCACHE_PROGRAM}")
endif()

add_library(project_options INTERFACE)
target_include_directories(project_options INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_options(project_options INTERFACE
    -Wall -Wextra -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
    # A fused multiply-add would change an outer-inner-contrast margin and with it a proposal: all
    # arithmetic rounds where the source says, on every machine.
    -ffp-contract=off
    # No path of the checkout in the programs: the same sources give the same bytes in every folder.
    # Paths for debuggers stay.
    "-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/=" "-fmacro-prefix-map=${PROJECT_BINARY_DIR}/="
    $<$<BOOL:${CCACHE_PROGRAM}>:-fpch-preprocess>
    $<$<BOOL:${WARNINGS_AS_ERRORS}>:-Werror>
    # GCC 12 sees overflows and uninitialised members in std::string where there are none (its bugs
    # 105329 and 105651): shown, but no reason to stop.
    $<$<BOOL:${WARNINGS_AS_ERRORS}>:-Wno-error=stringop-overflow>
    $<$<BOOL:${WARNINGS_AS_ERRORS}>:-Wno-error=restrict>
    $<$<BOOL:${WARNINGS_AS_ERRORS}>:-Wno-error=maybe-uninitialized>)

if(SANITIZE)
    target_compile_options(project_options INTERFACE
        -fsanitize=${SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(project_options INTERFACE -fsanitize=${SANITIZE})
endif()
if(COVERAGE)
    target_link_options(project_options INTERFACE --coverage)
endif()

# taloscope_library(NAME SOURCES file… [PUBLIC target…] [PRIVATE target…]): the static library of one
# folder. PUBLIC: what its headers show; PRIVATE: what only its sources use.
function(taloscope_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC ${arg_PUBLIC} PRIVATE project_options ${arg_PRIVATE})
    target_include_directories(${name} PUBLIC "${PROJECT_SOURCE_DIR}")
    # Only the core is counted; tests compile as for a release and come out of the compiler's cache.
    if(COVERAGE AND CMAKE_CURRENT_SOURCE_DIR MATCHES "^${PROJECT_SOURCE_DIR}/core")
        target_compile_options(${name} PRIVATE --coverage -fprofile-update=atomic -O0)
    endif()
endfunction()
