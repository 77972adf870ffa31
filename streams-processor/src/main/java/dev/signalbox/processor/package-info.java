@NullMarked
package dev.signalbox.processor;

import org.jspecify.annotations.NullMarked;
