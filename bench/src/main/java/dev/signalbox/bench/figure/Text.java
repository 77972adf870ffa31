package dev.signalbox.bench.figure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;

/// Files of lines that look like a program's output: text, and not much to compress.
final class Text {
    private static final int BLOCK = 1024 * 1024;
    private static final int LINE = 76;

    private Text() {}

    static void write(Path file, long bytes) throws IOException {
        byte[] block = block();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    private static byte[] block() {
        var random = new byte[BLOCK];
        new Random(7).nextBytes(random);
        byte[] lines = Base64.getMimeEncoder(LINE, "\n".getBytes(US_ASCII)).encode(random);
        var block = new byte[BLOCK];
        System.arraycopy(lines, 0, block, 0, BLOCK);
        return block;
    }
}
