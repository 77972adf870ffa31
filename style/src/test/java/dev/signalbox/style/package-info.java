/// The rules about text that a person would otherwise have to remember.
@NullMarked
package dev.signalbox.style;

import org.jspecify.annotations.NullMarked;
