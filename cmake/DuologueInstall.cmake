# Both libraries, the header, duologue.pc and the CMake package. Nothing installed names an absolute path, so the
# tree may be moved; pkg-config finds the prefix from the file's own place.

include(CMakePackageConfigHelpers)

if(DUOLOGUE_SANITIZER)
    return()
endif()

install(FILES ${library_dir}/${realname} DESTINATION ${CMAKE_INSTALL_LIBDIR}
    PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
install(FILES ${library_dir}/${soname} ${library_dir}/libduologue.so ${static_library}
    DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${include_dir}/duologue.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

file(RELATIVE_PATH pc_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" pc_prefix "${pc_prefix}")
list(JOIN DUOLOGUE_REQUIRES " " pc_requires)
list(JOIN DUOLOGUE_SYSTEM_LIBS " " pc_libs)
configure_file(cmake/duologue.pc.in duologue.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/duologue.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/duologue)
configure_package_config_file(cmake/duologueConfig.cmake.in duologueConfig.cmake
    INSTALL_DESTINATION ${package_dir}
    PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
# A release that breaks old sources or binaries changes the major version, before 1.0 the minor one.
if(PROJECT_VERSION_MAJOR EQUAL 0)
    set(compatibility SameMinorVersion)
else()
    set(compatibility SameMajorVersion)
endif()
write_basic_package_version_file(duologueConfigVersion.cmake COMPATIBILITY ${compatibility})
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/duologueConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/duologueConfigVersion.cmake
    DESTINATION ${package_dir})
