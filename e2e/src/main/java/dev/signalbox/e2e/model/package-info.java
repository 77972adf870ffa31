/// A loopback stand-in for the model services that the coding-agent CLIs call.
@NullMarked
package dev.signalbox.e2e.model;

import org.jspecify.annotations.NullMarked;
