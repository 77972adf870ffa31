/// Makes and verifies the topics.
@NullMarked
package dev.signalbox.processor.provisioner;

import org.jspecify.annotations.NullMarked;
