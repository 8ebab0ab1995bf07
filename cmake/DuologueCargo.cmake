# Calls cargo on each build (cargo knows what is out of date) and wraps what it made into two imported targets.

find_program(CARGO cargo REQUIRED HINTS $ENV{CARGO_HOME}/bin $ENV{HOME}/.cargo/bin)

# The environment decides for continuous integration, the cache for people; the cache wins where it was set.
set(default_profile release)
if(DEFINED ENV{DUOLOGUE_CARGO_PROFILE})
    set(default_profile $ENV{DUOLOGUE_CARGO_PROFILE})
endif()
set(default_target_dir ${CMAKE_CURRENT_SOURCE_DIR}/target)
if(DEFINED ENV{CARGO_TARGET_DIR})
    get_filename_component(default_target_dir $ENV{CARGO_TARGET_DIR} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
endif()
set(DUOLOGUE_CARGO_PROFILE ${default_profile} CACHE STRING "Cargo profile: release, dev or one of your own")
set(DUOLOGUE_CARGO_TARGET_DIR ${default_target_dir} CACHE PATH "Cargo's target folder")
set(DUOLOGUE_CARGO_FLAGS "" CACHE STRING "More arguments for cargo build, e.g. --offline")
separate_arguments(cargo_flags UNIX_COMMAND "${DUOLOGUE_CARGO_FLAGS}")

if(DUOLOGUE_VENDORED_OPENSSL)
    list(APPEND cargo_flags --features vendored)
endif()

set(cargo_environment CARGO_TARGET_DIR=${DUOLOGUE_CARGO_TARGET_DIR})
set(cargo_command build --lib)
set(cargo_out ${DUOLOGUE_CARGO_TARGET_DIR})
if(DUOLOGUE_SANITIZER)
    # Only the static library: rustc does not link sanitizers into a cdylib. -Zsanitizer is an unstable
    # option, RUSTC_BOOTSTRAP lets the stable compiler take it.
    if(NOT CMAKE_C_COMPILER_ID MATCHES Clang)
        message(FATAL_ERROR "DUOLOGUE_SANITIZER needs clang: cmake -DCMAKE_C_COMPILER=clang ...")
    endif()
    set(DUOLOGUE_TEST_LINK static)
    execute_process(COMMAND ${CARGO} --version --verbose OUTPUT_VARIABLE cargo_verbose COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX MATCH "host: ([^\n]+)" unused "${cargo_verbose}")
    set(rust_host ${CMAKE_MATCH_1})
    set(rust_flags -Zsanitizer=${DUOLOGUE_SANITIZER})
    if(DUOLOGUE_SANITIZER STREQUAL thread)
        # The standard library comes without instrumentation; that is a mismatch rustc wants to be told of.
        string(APPEND rust_flags " -Cunsafe-allow-abi-mismatch=sanitizer")
    endif()
    list(APPEND cargo_environment RUSTC_BOOTSTRAP=1 "RUSTFLAGS=${rust_flags}")
    # `--target` keeps build scripts and proc macros free of the sanitizer.
    set(cargo_command rustc --lib --crate-type staticlib --target ${rust_host})
    string(APPEND cargo_out /${rust_host})
endif()
if(DUOLOGUE_CARGO_PROFILE STREQUAL dev)
    string(APPEND cargo_out /debug)
else()
    string(APPEND cargo_out /${DUOLOGUE_CARGO_PROFILE})
endif()

# The SONAME is libduologue.so.1 (build.rs) for as long as old binaries keep working, whatever the version
# of the package; the file's name continues it with that version.
set(DUOLOGUE_ABI 1)
set(soname ${CMAKE_SHARED_LIBRARY_PREFIX}duologue.so.${DUOLOGUE_ABI})
set(realname ${soname}.${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(library_dir ${CMAKE_CURRENT_BINARY_DIR}/lib)
set(static_library ${library_dir}/libduologue.a)
file(MAKE_DIRECTORY ${library_dir})

set(copy_commands COMMAND ${CMAKE_COMMAND} -E copy_if_different ${cargo_out}/libduologue.a ${static_library})
set(products ${static_library})
if(NOT DUOLOGUE_SANITIZER)
    list(APPEND copy_commands
        COMMAND ${CMAKE_COMMAND} -E copy_if_different ${cargo_out}/libduologue.so ${library_dir}/${realname}
        COMMAND ${CMAKE_COMMAND} -E create_symlink ${realname} ${library_dir}/${soname}
        COMMAND ${CMAKE_COMMAND} -E create_symlink ${soname} ${library_dir}/libduologue.so)
    list(APPEND products ${library_dir}/${realname} ${library_dir}/${soname} ${library_dir}/libduologue.so)
endif()

set(profile_flags --profile ${DUOLOGUE_CARGO_PROFILE})
add_custom_target(duologue_cargo ALL
    COMMAND ${CMAKE_COMMAND} -E env ${cargo_environment}
        ${CARGO} ${cargo_command} ${profile_flags} ${cargo_flags}
    ${copy_commands}
    BYPRODUCTS ${products}
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    COMMENT "Building libduologue with cargo (${DUOLOGUE_CARGO_PROFILE})"
    USES_TERMINAL VERBATIM)

set(include_dir ${CMAKE_CURRENT_SOURCE_DIR}/include)

add_library(duologue_shared SHARED IMPORTED GLOBAL)
set_target_properties(duologue_shared PROPERTIES
    IMPORTED_LOCATION ${library_dir}/libduologue.so
    IMPORTED_SONAME ${soname}
    INTERFACE_INCLUDE_DIRECTORIES ${include_dir})
add_dependencies(duologue_shared duologue_cargo)

# What `rustc --print native-static-libs` lists, without libgcc_s: every C compiler driver adds that or
# libgcc_eh itself, whichever fits, and naming it would forbid `-static`.
set(DUOLOGUE_SYSTEM_LIBS -lpthread -lm -ldl -lrt -lutil)
set(DUOLOGUE_LIBRARIES -lusrsctp)
set(DUOLOGUE_REQUIRES usrsctp)
if(NOT DUOLOGUE_VENDORED_OPENSSL)
    list(APPEND DUOLOGUE_LIBRARIES -lssl -lcrypto)
    list(APPEND DUOLOGUE_REQUIRES openssl)
endif()

add_library(duologue_static STATIC IMPORTED GLOBAL)
set_target_properties(duologue_static PROPERTIES
    IMPORTED_LOCATION ${static_library}
    INTERFACE_INCLUDE_DIRECTORIES ${include_dir}
    INTERFACE_LINK_LIBRARIES "${DUOLOGUE_LIBRARIES};${DUOLOGUE_SYSTEM_LIBS}")
if(DUOLOGUE_SANITIZER STREQUAL address)
    set(sanitizer_compile -fsanitize=address,undefined -fno-sanitize-recover=undefined)
    set(sanitizer_link ${sanitizer_compile})
elseif(DUOLOGUE_SANITIZER STREQUAL thread)
    # The runtime that comes with rustc: clang's own may be too old for what today's rustc emits.
    execute_process(COMMAND rustc --print target-libdir OUTPUT_VARIABLE rust_libdir
        OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    file(GLOB tsan_runtime ${rust_libdir}/librustc-*_rt.tsan.a)
    set(sanitizer_compile -fsanitize=thread)
    set(sanitizer_link -Wl,--whole-archive ${tsan_runtime} -Wl,--no-whole-archive -Wl,--export-dynamic
        -Wl,--wrap=__tsan_atomic32_fetch_sub -Wl,--wrap=__tsan_atomic64_fetch_sub)
    add_library(duologue_tsan_fence OBJECT ${CMAKE_CURRENT_LIST_DIR}/tsan-fence.c)
    set_property(TARGET duologue_static APPEND PROPERTY
        INTERFACE_LINK_LIBRARIES $<TARGET_OBJECTS:duologue_tsan_fence>)
endif()
if(DUOLOGUE_SANITIZER)
    set_target_properties(duologue_static PROPERTIES
        INTERFACE_COMPILE_OPTIONS "${sanitizer_compile};-fno-omit-frame-pointer;-g;-O1"
        INTERFACE_LINK_OPTIONS "${sanitizer_link}")
endif()
add_dependencies(duologue_static duologue_cargo)
