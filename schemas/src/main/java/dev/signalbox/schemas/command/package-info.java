@NullMarked
package dev.signalbox.schemas.command;

import org.jspecify.annotations.NullMarked;
