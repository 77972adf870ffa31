package dev.signalbox.e2e.dialect;

import dev.signalbox.e2e.system.TestSession;

/// A session that was started and speaks, to be ended by closing.
public interface Started extends AutoCloseable {
    /// As the dialect calls it.
    String id();

    Speech speech();

    @Override
    void close();

    /// One that was started over v1, which every dialect shows.
    static Started overV1(Speech speech) {
        var session = TestSession.command(speech.program().toArray(String[]::new));
        return new Started() {
            @Override
            public String id() {
                return session.id();
            }

            @Override
            public Speech speech() {
                return speech;
            }

            @Override
            public void close() {
                session.close();
                speech.close();
            }
        };
    }
}
