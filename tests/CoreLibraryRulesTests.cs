using System.Reflection;
using Xunit;

namespace FastTokens.Tests;

/// <summary>What the analyzers cannot see of the rules for the core library.</summary>
public class CoreLibraryRulesTests
{
    private static readonly Assembly Library = typeof(ITokenCounter).Assembly;

    [Theory]
    [InlineData("System.Linq")]
    [InlineData("System.Text.RegularExpressions")]
    public void A_banned_assembly_is_not_referenced(string name) =>
        Assert.DoesNotContain(Library.GetReferencedAssemblies(), reference => reference.Name == name);

    [Fact]
    public void No_method_takes_a_params_array()
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (Type type in Library.GetTypes())
        {
            foreach (MethodBase method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
            {
                Assert.DoesNotContain(method.GetParameters(), static parameter => parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false));
            }
        }
    }
}
