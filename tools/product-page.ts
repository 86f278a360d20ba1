/** The products that the extension is packed for. */
export const products = ['desk', 'crm', 'bigin'] as const;
export type PackedProduct = (typeof products)[number];

/** Zoho's SDK, as every widget of Desk loads it; `widget/widget.html` names it. */
export const deskSdkUrl = 'https://js.zohostatic.com/support/developer_sdk/v1/js/ZohoDeskClientSDK.min.js';

/** Zoho's SDK for embedded apps. Bigin's own address is not published where it could be checked: the core is one. */
export const embeddedSdkUrl = 'https://live.zwidgets.com/js-sdk/1.5/ZohoEmbededAppSDK.min.js';

/** The names of the widget's scripts that Desk has no need of begin so (`widget/record-part.ts`). */
export const recordPart = 'record-part-';

/**
 * The widget's page for one product: it says which in `data-product`, and loads that product's SDK. A page that is made
 * for a product already stays as it is.
 * @param html as built, for Desk
 * @param sdkUrl where the SDK is that takes the place of Desk's
 * @returns `undefined` where it is no such page
 */
export function productPage(html: string, product: PackedProduct, sdkUrl: string = embeddedSdkUrl): string | undefined {
  if (product === 'desk' || html.includes(`data-product="${product}"`)) return html;
  if (!html.includes('<html ') || !html.includes(deskSdkUrl)) return undefined;
  return html.replace('<html ', `<html data-product="${product}" `).replaceAll(deskSdkUrl, () => sdkUrl);
}
