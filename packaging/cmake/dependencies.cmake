# Third-party libraries, found once, each with the module that may use it (the dependency rule is in
# CONTRIBUTING.md). Nothing is downloaded here: packaging/setup.sh did that.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(tl-expected REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(pugixml REQUIRED)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(tomlplusplus REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(ffmpeg REQUIRED IMPORTED_TARGET
    libavformat libavcodec libavfilter libavutil libswscale libswresample)

if(BUILD_CLI OR BUILD_GUI)
    pkg_check_modules(sqlite REQUIRED IMPORTED_TARGET sqlite3)
    find_package(SQLiteCpp REQUIRED)
endif()

if(BUILD_GUI OR BUILD_TESTS)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Core)
endif()
if(BUILD_GUI)
    # QCustomPlotQt6 does not find PrintSupport by itself.
    find_package(Qt6 6.4 REQUIRED COMPONENTS Gui Widgets Svg PrintSupport Multimedia LinguistTools)
    find_package(QCustomPlotQt6 REQUIRED)
endif()
if(BUILD_TESTS)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
    find_package(benchmark REQUIRED)
endif()

if(BUILD_WORKER)
    include(libtorch)
endif()
