package dev.xeocontext.bench.measure;

/** Hears when the measured part of a run begins and ends. */
public interface Window {

    /** Listens to nothing. */
    Window NONE = new Window() {
        @Override
        public void opens() {}

        @Override
        public void closes() {}
    };

    void opens();

    void closes();
}
