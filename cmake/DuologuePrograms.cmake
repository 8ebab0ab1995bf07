# examples-c/*.c, c-tests/*.c and interop/*.c: one program each, found by name, so that a new file needs no change here.

set(CMAKE_C_STANDARD 99)
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
find_package(PkgConfig)
if(PKG_CONFIG_FOUND)
    pkg_check_modules(MICROHTTPD IMPORTED_TARGET libmicrohttpd)
endif()

set(program_warnings -Wall -Wextra -Wshadow -Wno-unused-parameter
    $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes> $<$<COMPILE_LANGUAGE:C>:-Wmissing-prototypes>)
if(DUOLOGUE_WERROR)
    list(APPEND program_warnings -Werror)
endif()

function(duologue_program target source)
    add_executable(${target} ${source})
    target_link_libraries(${target} PRIVATE duologue_${DUOLOGUE_TEST_LINK} Threads::Threads)
    target_compile_options(${target} PRIVATE ${program_warnings})
endfunction()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)

if(DUOLOGUE_BUILD_EXAMPLES)
    file(GLOB examples CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/examples-c/*.c)
    foreach(source ${examples})
        get_filename_component(name ${source} NAME_WE)
        if(name STREQUAL browser AND NOT TARGET PkgConfig::MICROHTTPD)
            message(STATUS "examples-c/browser is left out: it needs libmicrohttpd (Debian: libmicrohttpd-dev)")
            continue()
        endif()
        duologue_program(example-${name} ${source})
        set_target_properties(example-${name} PROPERTIES
            OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/examples-c)
        if(name STREQUAL browser)
            target_link_libraries(example-${name} PRIVATE PkgConfig::MICROHTTPD)
        endif()
    endforeach()
endif()

if(DUOLOGUE_BUILD_TESTS)
    enable_testing()
    # Sanitizers that stop at the first finding, and what they are told to overlook, each entry with its reason.
    set(test_environment
        "ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1"
        "UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1")
    set(tsan_options "halt_on_error=1:second_deadlock_stack=1")
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/c-tests/tsan.supp)
        string(APPEND tsan_options ":suppressions=${CMAKE_CURRENT_SOURCE_DIR}/c-tests/tsan.supp")
    endif()
    list(APPEND test_environment "TSAN_OPTIONS=${tsan_options}")
    if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/c-tests/lsan.supp)
        list(APPEND test_environment
            "LSAN_OPTIONS=suppressions=${CMAKE_CURRENT_SOURCE_DIR}/c-tests/lsan.supp:print_suppressions=0")
    endif()
    file(GLOB tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/c-tests/*.c)
    file(GLOB tests_cxx CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/c-tests/*.cpp)
    if(tests_cxx)
        enable_language(CXX)
    endif()
    set(tests_of_the_shared_library unload) # a sanitizer's build has none
    foreach(source ${tests} ${tests_cxx})
        get_filename_component(name ${source} NAME_WE)
        if(DUOLOGUE_SANITIZER AND name IN_LIST tests_of_the_shared_library)
            continue()
        endif()
        duologue_program(test-${name} ${source})
        set_target_properties(test-${name} PROPERTIES
            OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/c-tests)
        target_compile_definitions(test-${name} PRIVATE DUOLOGUE_LIBRARY="${library_dir}/${soname}")
        add_test(NAME ${name} COMMAND test-${name})
        # Generous: a sanitizer or valgrind on a busy machine is 20 times slower.
        set_tests_properties(${name} PROPERTIES TIMEOUT 300 ENVIRONMENT "${test_environment}")
    endforeach()
    # Run by interop/run.py.
    file(GLOB interop CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/interop/*.c)
    foreach(source ${interop})
        get_filename_component(name ${source} NAME_WE)
        duologue_program(interop-${name} ${source})
        set_target_properties(interop-${name} PROPERTIES
            OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/interop-c)
    endforeach()
    # An example that needs no second party is a test as well.
    foreach(name loopback event-loop perfect-negotiation)
        if(TARGET example-${name})
            add_test(NAME example-${name} COMMAND example-${name})
            set_tests_properties(example-${name} PROPERTIES TIMEOUT 300 ENVIRONMENT "${test_environment}")
        endif()
    endforeach()
endif()
