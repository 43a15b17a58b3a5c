# libtorch from the official wheel, as the imported target `libtorch`. The wheel's own CMake files
# demand a CUDA toolkit even for the CPU, so they are not used. CUDA is not linked: the worker loads
# libtorch_cuda.so at run time where it is asked to (core/ml/runtime/device).

if(NOT LIBTORCH_DIR)
    execute_process(COMMAND "${PROJECT_SOURCE_DIR}/packaging/setup.sh" --print-libtorch
        OUTPUT_VARIABLE default_libtorch OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
endif()
set(LIBTORCH_DIR "${default_libtorch}" CACHE PATH "Folder that holds torch/lib and torch/include")
if(NOT EXISTS "${LIBTORCH_DIR}/torch/lib/libtorch_cpu.so")
    message(FATAL_ERROR "No libtorch in ${LIBTORCH_DIR}: run packaging/setup.sh, "
        "or name its folder with -DLIBTORCH_DIR=…")
endif()

# The wheel carries headers of a newer fmt than the system's library: ours come first.
get_target_property(fmt_include fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
set(fmt_first "${PROJECT_BINARY_DIR}/generated/system_fmt")
file(MAKE_DIRECTORY "${fmt_first}")
file(CREATE_LINK "${fmt_include}/fmt" "${fmt_first}/fmt" SYMBOLIC)

add_library(libtorch INTERFACE)
target_include_directories(libtorch SYSTEM INTERFACE
    "${fmt_first}"
    "${LIBTORCH_DIR}/torch/include"
    "${LIBTORCH_DIR}/torch/include/torch/csrc/api/include")
target_compile_definitions(libtorch INTERFACE USE_C10D_GLOO USE_DISTRIBUTED)
target_link_libraries(libtorch INTERFACE
    "${LIBTORCH_DIR}/torch/lib/libtorch_cpu.so"
    "${LIBTORCH_DIR}/torch/lib/libc10.so")
target_link_options(libtorch INTERFACE "LINKER:-rpath,${LIBTORCH_DIR}/torch/lib")
