namespace WandbActors.Capturing;

/// <summary>Is told each write to the console, just before it is made, on the thread that makes it. Must neither wait nor throw, nor write to the console.</summary>
internal delegate void ConsoleListener(ReadOnlySpan<char> text);
