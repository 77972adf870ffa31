@NullMarked
package dev.signalbox.cli.api;

import org.jspecify.annotations.NullMarked;
