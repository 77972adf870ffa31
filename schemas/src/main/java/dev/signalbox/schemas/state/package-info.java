@NullMarked
package dev.signalbox.schemas.state;

import org.jspecify.annotations.NullMarked;
