# What is installed beside the programs, and the packages: `taloscope` (studio and talo) and
# `taloscope-worker` (with libtorch, without Qt). packaging/make-packages.sh makes and tries them.

# Packing needs the programs, not the tests.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

if(BUILD_GUI OR BUILD_CLI)
    install(DIRECTORY resources/recipes resources/doc/manual
        DESTINATION "${CMAKE_INSTALL_DATADIR}/taloscope" COMPONENT taloscope)
    install(FILES LICENSE
        DESTINATION "${CMAKE_INSTALL_DOCDIR}" RENAME copyright COMPONENT taloscope)
    install(FILES packaging/linux/talo.bash-completion RENAME talo
        DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" COMPONENT taloscope)
endif()
if(BUILD_GUI)
    install(FILES packaging/linux/taloscope.desktop
        DESTINATION "${CMAKE_INSTALL_DATADIR}/applications" COMPONENT taloscope)
    install(FILES packaging/linux/org.taloscope.Taloscope.metainfo.xml
        DESTINATION "${CMAKE_INSTALL_DATADIR}/metainfo" COMPONENT taloscope)
    install(FILES packaging/linux/taloscope.mime.xml RENAME taloscope.xml
        DESTINATION "${CMAKE_INSTALL_DATADIR}/mime/packages" COMPONENT taloscope)
    install(FILES resources/icons/taloscope.svg
        DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps" COMPONENT taloscope)
endif()

# libtorch lies in the wheel's own layout, so that its libraries find each other; the worker finds
# them from where it lies itself, wherever the whole is put.
if(BUILD_WORKER)
    set(private_libraries "${CMAKE_INSTALL_LIBDIR}/taloscope")
    file(RELATIVE_PATH from_programs "/${CMAKE_INSTALL_BINDIR}" "/${private_libraries}/torch/lib")
    set_target_properties(taloscope-worker PROPERTIES INSTALL_RPATH "$ORIGIN/${from_programs}")
    install(FILES
        "${LIBTORCH_DIR}/torch/lib/libtorch_cpu.so"
        "${LIBTORCH_DIR}/torch/lib/libc10.so"
        "${LIBTORCH_DIR}/torch/lib/libgomp.so.1"
        DESTINATION "${private_libraries}/torch/lib" COMPONENT taloscope-worker)
    install(FILES
        "${LIBTORCH_DIR}/nvidia/cu13/lib/libcudart.so.13"
        "${LIBTORCH_DIR}/nvidia/cu13/lib/libcupti.so.13"
        DESTINATION "${private_libraries}/nvidia/cu13/lib" COMPONENT taloscope-worker)
    set(worker_doc "${CMAKE_INSTALL_DATADIR}/doc/taloscope-worker")
    install(FILES LICENSE DESTINATION "${worker_doc}" RENAME copyright COMPONENT taloscope-worker)
    file(GLOB licences "${LIBTORCH_DIR}/*.dist-info/licenses/*")
    foreach(licence IN LISTS licences)
        string(REGEX REPLACE ".*/([a-z_]+)-[0-9.]+.dist-info/licenses/(.*)" "\\1-\\2" name "${licence}")
        install(FILES "${licence}" DESTINATION "${worker_doc}" RENAME "${name}"
            COMPONENT taloscope-worker)
    endforeach()
endif()

# One manual page a program, from its own help.
find_program(HELP2MAN help2man)
mark_as_advanced(HELP2MAN)
foreach(program talo taloscope taloscope-worker)
    if(HELP2MAN AND TARGET ${program})
        set(page "${CMAKE_BINARY_DIR}/man/${program}.1")
        add_custom_command(OUTPUT "${page}"
            COMMAND "${CMAKE_COMMAND}" -E make_directory "${CMAKE_BINARY_DIR}/man"
            COMMAND "${HELP2MAN}" --no-info --no-discard-stderr "--name=${PROJECT_DESCRIPTION}"
                "--output=${page}" "$<TARGET_FILE:${program}>"
            DEPENDS ${program} VERBATIM)
        list(APPEND pages "${page}")
        set(package taloscope)
        if(program STREQUAL taloscope-worker)
            set(package taloscope-worker)
        endif()
        install(FILES "${page}" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1" COMPONENT ${package})
    endif()
endforeach()
if(pages)
    add_custom_target(man_pages ALL DEPENDS ${pages})
endif()

set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_COMPONENTS_ALL taloscope taloscope-worker)
set(CPACK_PACKAGE_CONTACT "The Taloscope authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_STRIP_FILES ON)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE zstd)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS
    "${LIBTORCH_DIR}/torch/lib" "${LIBTORCH_DIR}/nvidia/cu13/lib")
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_TALOSCOPE_PACKAGE_NAME taloscope)
set(CPACK_DEBIAN_TALOSCOPE_PACKAGE_RECOMMENDS
    "taloscope-worker, qt6-qpa-plugins, fonts-inter, fonts-jetbrains-mono, fonts-noto-cjk")
set(CPACK_COMPONENT_TALOSCOPE_DESCRIPTION
    "Plays videos beside class activation sequences, proposals, pseudo-labels and predictions,
 tells why each label is there, lets people correct it and trains again. Holds the studio
 and talo, which does the same from the shell.")
set(CPACK_DEBIAN_TALOSCOPE-WORKER_PACKAGE_NAME taloscope-worker)
set(CPACK_COMPONENT_TALOSCOPE-WORKER_DESCRIPTION
    "Trains the generators, filters their proposals and trains the student. Needs no display and
 no Qt: install it alone on a computer that trains for a studio elsewhere.")

# The tarball holds everything in one relocatable folder.
set(CPACK_ARCHIVE_COMPONENT_INSTALL OFF)
set(CPACK_PACKAGE_FILE_NAME "taloscope-${PROJECT_VERSION}-${CMAKE_SYSTEM_PROCESSOR}")
include(CPack)
