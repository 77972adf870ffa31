@NullMarked
package dev.signalbox.api;

import org.jspecify.annotations.NullMarked;
