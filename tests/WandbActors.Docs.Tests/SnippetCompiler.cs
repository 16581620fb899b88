using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace WandbActors.Docs.Tests;

/// <summary>
/// Compiles a snippet as a program of its own, with the usings that a new project has and the names that its page takes for granted: those of the class
/// in Contexts that is called like the page. One without usings is a piece of a program that has ours; one with some is whole.
/// </summary>
internal static class SnippetCompiler
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using static WandbActors.Docs.Tests.Contexts.AnyPage;
        """;

    private const string OurUsing = "\nglobal using WandbActors;";

    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>What the compiler says against it, with lines of the page.</summary>
    public static IReadOnlyList<string> FindErrors(Snippet snippet)
    {
        var code = CSharpSyntaxTree.ParseText(snippet.Code);
        var isWhole = code.GetCompilationUnitRoot().Usings.Count > 0;
        var isProgram = code.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        var options = new CSharpCompilationOptions(isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Snippet", [CSharpSyntaxTree.ParseText(Usings + (isWhole ? "" : OurUsing) + ContextOf(snippet.Page)), code], References, options);
        return
        [
            .. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(error => $"{snippet.Page}:{snippet.Line + error.Location.GetLineSpan().StartLinePosition.Line}: {error.GetMessage()}"),
        ];
    }

    private static string ContextOf(string page)
    {
        var name = Path.GetFileNameWithoutExtension(page);
        var context = typeof(Contexts.AnyPage).Assembly.GetType($"{typeof(Contexts.AnyPage).Namespace}.{char.ToUpperInvariant(name[0])}{name[1..]}");
        return context is null ? "" : $"\nglobal using static {context.FullName};";
    }
}
