package dev.signalbox.api.stage;

import dev.signalbox.api.core.Principal;
import dev.signalbox.api.core.port.ApiCore;
import dev.signalbox.api.core.view.Views;
import dev.signalbox.api.http.Credentials;
import dev.signalbox.api.http.WsPeer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A client of a WebSocket without one: keeps what it is told.
public final class ToldPeer implements WsPeer {
    public final List<String> told = new CopyOnWriteArrayList<>();
    private final Principal principal;

    public ToldPeer(Principal principal) {
        this.principal = principal;
    }

    /// What a dialect speaks over, for parts that look at nothing but views.
    public static ApiCore core(Views views) {
        return new ApiCore(views, null, null, null, null, null, null, null, null, null, null);
    }

    @Override
    public Principal principal() {
        return principal;
    }

    @Override
    public boolean known() {
        return true;
    }

    @Override
    public void introduce(Principal who) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Credentials credentials() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public void send(String text) {
        told.add(text);
    }

    @Override
    public void send(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void send(byte[] head, byte[] rest) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close(int code, String reason) {
        throw new UnsupportedOperationException();
    }
}
