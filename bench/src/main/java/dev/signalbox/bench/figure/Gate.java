package dev.signalbox.bench.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A FIFO at which any number of programs wait until it is opened, all at once and without using the processor.
record Gate(Path fifo) {
    static Gate in(Path fifo) throws IOException, InterruptedException {
        int code = new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
        if (code != 0) {
            throw new IOException("mkfifo ended with " + code);
        }
        return new Gate(fifo);
    }

    /// A command that puts out the first file, if any, waits here, and puts out the second.
    List<String> command(List<Path> before, Path after) {
        var command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "gate=$1; last=$2; shift 2; [ $# = 0 ] || cat \"$@\"; : <\"$gate\"; exec cat \"$last\"",
                "bench"));
        command.add(fifo.toString());
        command.add(after.toString());
        before.forEach(file -> command.add(file.toString()));
        return command;
    }

    /// Lets through all who wait. Waits itself for the first of them.
    void open() throws IOException {
        Files.newOutputStream(fifo).close();
    }
}
