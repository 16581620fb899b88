namespace WandbActors.Capturing;

/// <summary>Is told each write to the console, after it was made, on the thread that made it. Must neither wait nor throw, nor write to the console.</summary>
internal delegate void ConsoleListener(ReadOnlySpan<char> text);
