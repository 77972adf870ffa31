/// A loopback stand-in for the model services that the coding-agent CLIs call, and the home folders
/// that make those CLIs use it.
@NullMarked
package dev.signalbox.e2e.model;

import org.jspecify.annotations.NullMarked;
