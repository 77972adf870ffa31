/// A small client of `/v1`, for what runs the system and checks it: `dev`, `demo` and the tests.
@NullMarked
package dev.signalbox.dev.client;

import org.jspecify.annotations.NullMarked;
